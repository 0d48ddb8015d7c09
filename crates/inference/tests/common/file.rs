//! Writes GGUF files, sound ones and hostile ones.

use std::io::Cursor;

use inference::gguf::{Gguf, GgufError};

/// A tensor description as written into the file.
#[derive(Clone)]
pub struct TensorLine {
    pub name: String,
    pub dimension_count: u32,
    pub dimensions: Vec<u64>,
    pub kind: u32,
    pub offset: u64,
}

impl TensorLine {
    /// An F32 tensor.
    pub fn f32(name: &str, dimensions: &[u64], offset: u64) -> Self {
        Self {
            name: name.to_owned(),
            dimension_count: dimensions.len() as u32,
            dimensions: dimensions.to_vec(),
            kind: 0,
            offset,
        }
    }
}

/// A file to be written.
#[derive(Clone)]
pub struct FileLines {
    pub magic: [u8; 4],
    pub version: u32,
    /// Declared counts, where they differ from the true ones.
    pub tensor_count: Option<u64>,
    pub value_count: Option<u64>,
    /// Key and encoded value: type code and payload.
    pub values: Vec<(String, u32, Vec<u8>)>,
    pub tensors: Vec<TensorLine>,
    /// Bytes of the data section.
    pub data: usize,
}

impl Default for FileLines {
    fn default() -> Self {
        Self {
            magic: *b"GGUF",
            version: 3,
            tensor_count: None,
            value_count: None,
            values: Vec::new(),
            tensors: Vec::new(),
            data: 0,
        }
    }
}

/// A text with its length before it.
pub fn text(text: &str) -> Vec<u8> {
    [&(text.len() as u64).to_le_bytes(), text.as_bytes()].concat()
}

/// An array payload.
pub fn array(code: u32, count: u64, items: &[u8]) -> Vec<u8> {
    [&code.to_le_bytes()[..], &count.to_le_bytes(), items].concat()
}

/// An array of texts.
pub fn texts(items: &[&str]) -> Vec<u8> {
    array(8, items.len() as u64, &items.iter().flat_map(|item| text(item)).collect::<Vec<u8>>())
}

impl FileLines {
    /// Two tensors and a few values, all as they should be.
    pub fn sound() -> Self {
        Self::default()
            .with("general.architecture", 8, text("llama"))
            .with("general.alignment", 4, 32_u32.to_le_bytes())
            .with("tokenizer.ggml.tokens", 9, texts(&["a", "b", "ab"]))
            .with_tensor(TensorLine::f32("first", &[4, 2], 0))
            .with_tensor(TensorLine::f32("second", &[8], 32))
            .with_data(64)
    }

    pub fn with(mut self, key: &str, code: u32, payload: impl AsRef<[u8]>) -> Self {
        self.values.push((key.to_owned(), code, payload.as_ref().to_vec()));
        self
    }

    pub fn with_tensor(mut self, tensor: TensorLine) -> Self {
        self.tensors.push(tensor);
        self
    }

    pub fn with_data(mut self, data: usize) -> Self {
        self.data = data;
        self
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.magic.to_vec();
        bytes.extend(self.version.to_le_bytes());
        bytes.extend(self.tensor_count.unwrap_or(self.tensors.len() as u64).to_le_bytes());
        bytes.extend(self.value_count.unwrap_or(self.values.len() as u64).to_le_bytes());
        for (key, code, payload) in &self.values {
            bytes.extend(text(key));
            bytes.extend(code.to_le_bytes());
            bytes.extend(payload);
        }
        for tensor in &self.tensors {
            bytes.extend(text(&tensor.name));
            bytes.extend(tensor.dimension_count.to_le_bytes());
            bytes.extend(tensor.dimensions.iter().flat_map(|n| n.to_le_bytes()));
            bytes.extend(tensor.kind.to_le_bytes());
            bytes.extend(tensor.offset.to_le_bytes());
        }
        bytes.resize(bytes.len().next_multiple_of(32) + self.data, 0);
        bytes
    }

    pub fn preflight(&self) -> Result<Gguf, GgufError> {
        preflight(&self.bytes())
    }
}

pub fn preflight(bytes: &[u8]) -> Result<Gguf, GgufError> {
    Gguf::preflight(Cursor::new(bytes), bytes.len() as u64)
}
