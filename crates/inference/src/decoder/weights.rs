//! The tensors of a model file, put where the decoder uses them.

use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};

use half::{bf16, f16};

use super::config::{Config, Factors, HeadNorm, Rope};
use crate::checkpoint::{Checkpoint, Layout};
use crate::error::LoadError;
use crate::gguf::{GgmlType, TensorInfo};

/// Where a model's bytes come from.
pub enum Source {
    /// Its files.
    Files(Vec<File>),
    /// Bytes inside the program.
    Bytes(Cursor<&'static [u8]>),
}

impl Source {
    /// The files of a model.
    ///
    /// # Errors
    /// One cannot be opened.
    pub fn files(checkpoint: &Checkpoint) -> std::io::Result<Self> {
        checkpoint.files.iter().map(File::open).collect::<Result<_, _>>().map(Self::Files)
    }

    /// Fills a buffer from a place in a file. The buffer is made of eight-byte words, so that it
    /// is aligned for every storage format.
    fn read<'b>(&mut self, info: &TensorInfo, buffer: &'b mut Vec<u64>) -> Result<&'b [u8], LoadError> {
        let bytes = info.bytes as usize;
        buffer.clear();
        buffer.resize(bytes.div_ceil(8), 0);
        // SAFETY: the buffer holds at least `bytes` initialised bytes, and any bytes make valid `u64`s.
        let target = unsafe { std::slice::from_raw_parts_mut(buffer.as_mut_ptr().cast::<u8>(), bytes) };
        match self {
            Self::Files(files) => fill(&mut files[info.file], info.offset, target)?,
            Self::Bytes(bytes) => fill(bytes, info.offset, target)?,
        }
        Ok(target)
    }
}

fn fill(reader: &mut (impl Read + Seek), offset: u64, target: &mut [u8]) -> std::io::Result<()> {
    reader.seek(SeekFrom::Start(offset))?;
    reader.read_exact(target)
}

/// Where weights are kept, and in which form.
pub trait Backend {
    /// A matrix, with a bias where the model has one.
    type Matrix;
    /// The weights of a norm.
    type Vector;

    /// Takes a matrix of `outputs` rows and `inputs` columns as it lies in the file. The bytes start at a multiple of
    /// 8.
    ///
    /// # Errors
    /// There is no room for it.
    fn matrix(
        &self,
        bytes: &[u8],
        kind: GgmlType,
        outputs: usize,
        inputs: usize,
        bias: Option<Vec<f32>>,
    ) -> Result<Self::Matrix, LoadError>;

    /// Takes the weights of a norm.
    ///
    /// # Errors
    /// There is no room for them.
    fn vector(&self, values: Vec<f32>) -> Result<Self::Vector, LoadError>;

    /// Size of a matrix in memory, in bytes.
    fn bytes(matrix: &Self::Matrix) -> usize;
}

/// One layer. Which norms it has follows from the family.
pub struct Layer<B: Backend> {
    /// Norm before attention.
    pub attention_norm: Option<B::Vector>,
    /// Queries.
    pub q: B::Matrix,
    /// Keys.
    pub k: B::Matrix,
    /// Values.
    pub v: B::Matrix,
    /// Norm of the queries.
    pub q_norm: Option<B::Vector>,
    /// Norm of the keys.
    pub k_norm: Option<B::Vector>,
    /// Output of attention.
    pub o: B::Matrix,
    /// Norm after attention.
    pub post_attention_norm: Option<B::Vector>,
    /// Norm before the feed-forward part.
    pub feed_forward_norm: Option<B::Vector>,
    /// Gate of the feed-forward part.
    pub gate: B::Matrix,
    /// Its other input.
    pub up: B::Matrix,
    /// Its output.
    pub down: B::Matrix,
    /// Norm after the feed-forward part.
    pub post_feed_forward_norm: Option<B::Vector>,
}

/// All tensors of a model.
pub struct Weights<B: Backend> {
    /// One row for each token; also the vocabulary head where the model has no other.
    pub embedding: B::Matrix,
    /// The layers, first to last.
    pub layers: Vec<Layer<B>>,
    /// Norm after the last layer.
    pub norm: B::Vector,
    /// Vocabulary head, where it is not the embedding.
    pub head: Option<B::Matrix>,
    /// Divisors of the frequencies of each of the model's rotary embeddings.
    pub rope_factors: Vec<Option<Vec<f32>>>,
}

impl<B: Backend> Weights<B> {
    /// Reads every tensor that the shape calls for.
    ///
    /// # Errors
    /// A tensor is missing, has another shape, cannot be read, or finds no room.
    pub fn read(
        checkpoint: &Checkpoint,
        config: &Config,
        source: Source,
        backend: &B,
    ) -> Result<Self, LoadError> {
        let mut reader = Reader { checkpoint, source, backend, buffer: Vec::new() };
        let c = config;
        let embedding = reader.matrix("token_embd", c.vocabulary, c.hidden)?;
        let layers = (0..c.layers.len()).map(|n| reader.layer(c, n)).collect::<Result<_, _>>()?;
        let head = match checkpoint.tensors.contains_key("output.weight") {
            true => Some(reader.matrix("output", c.vocabulary, c.hidden)?),
            false => None,
        };
        let factors = |rope: &Rope| match rope.factors {
            Factors::None => Ok(None),
            Factors::Frequencies => reader.optional_values("rope_freqs.weight", rope.dims / 2),
            Factors::Short => reader.optional_values("rope_factors_short.weight", rope.dims / 2),
        };
        let rope_factors = c.ropes.iter().map(factors).collect::<Result<_, _>>()?;
        Ok(Self {
            embedding,
            layers,
            norm: reader.vector("output_norm.weight", c.hidden)?,
            head,
            rope_factors,
        })
    }

    /// Size in memory, in bytes.
    pub fn bytes(&self) -> usize {
        let matrices = |layer: &Layer<B>| {
            [&layer.q, &layer.k, &layer.v, &layer.o, &layer.gate, &layer.up, &layer.down]
                .into_iter()
                .map(B::bytes)
                .sum::<usize>()
        };
        B::bytes(&self.embedding)
            + self.layers.iter().map(matrices).sum::<usize>()
            + self.head.as_ref().map_or(0, B::bytes)
    }
}

struct Reader<'g, B> {
    checkpoint: &'g Checkpoint,
    source: Source,
    backend: &'g B,
    buffer: Vec<u64>,
}

impl<B: Backend> Reader<'_, B> {
    fn tensor(&self, name: &str, expected: &[usize]) -> Result<TensorInfo, LoadError> {
        let Some(info) = self.checkpoint.tensors.get(name) else {
            return Err(LoadError::MissingTensor { name: name.to_owned() });
        };
        if info.shape != expected {
            return Err(LoadError::Shape {
                name: name.to_owned(),
                found: info.shape.clone(),
                expected: expected.to_vec(),
            });
        }
        Ok(info.clone())
    }

    fn layer(&mut self, c: &Config, n: usize) -> Result<Layer<B>, LoadError> {
        let name = |part: &str| format!("blk.{n}.{part}");
        let (queries, keys) = (c.heads * c.head_dim, c.kv_heads * c.head_dim);
        let (before, after) = (c.norms.before(), c.norms.after());
        let head_norms = match c.head_norm {
            HeadNorm::None => None,
            HeadNorm::Each => Some((c.head_dim, c.head_dim)),
            HeadNorm::Together => Some((queries, keys)),
        };
        let qkv = name("attn_qkv");
        let [q, k, v] = match self.has(&qkv) {
            true => {
                let all = self.stack(&qkv, queries + 2 * keys, c.hidden)?;
                [all.rows(0, queries)?, all.rows(queries, keys)?, all.rows(queries + keys, keys)?]
            }
            false => [
                self.matrix(&name("attn_q"), queries, c.hidden)?,
                self.matrix(&name("attn_k"), keys, c.hidden)?,
                self.matrix(&name("attn_v"), keys, c.hidden)?,
            ],
        };
        let (gate, up) = (name("ffn_gate"), name("ffn_up"));
        let [gate, up] = match self.has(&gate) {
            true => {
                [self.matrix(&gate, c.feed_forward, c.hidden)?, self.matrix(&up, c.feed_forward, c.hidden)?]
            }
            false => {
                let both = self.stack(&up, 2 * c.feed_forward, c.hidden)?;
                [both.rows(0, c.feed_forward)?, both.rows(c.feed_forward, c.feed_forward)?]
            }
        };
        Ok(Layer {
            attention_norm: self.vector_if(before, &name("attn_norm.weight"), c.hidden)?,
            q,
            k,
            v,
            q_norm: head_norms.map(|(q, _)| self.vector(&name("attn_q_norm.weight"), q)).transpose()?,
            k_norm: head_norms.map(|(_, k)| self.vector(&name("attn_k_norm.weight"), k)).transpose()?,
            o: self.matrix(&name("attn_output"), c.hidden, queries)?,
            post_attention_norm: self.vector_if(after, &name("post_attention_norm.weight"), c.hidden)?,
            feed_forward_norm: self.vector_if(before, &name("ffn_norm.weight"), c.hidden)?,
            gate,
            up,
            down: self.matrix(&name("ffn_down"), c.hidden, c.feed_forward)?,
            post_feed_forward_norm: self.vector_if(after, &name("post_ffw_norm.weight"), c.hidden)?,
        })
    }

    fn has(&self, name: &str) -> bool {
        self.checkpoint.tensors.contains_key(&format!("{name}.weight"))
    }

    fn matrix(&mut self, name: &str, outputs: usize, inputs: usize) -> Result<B::Matrix, LoadError> {
        self.stack(name, outputs, inputs)?.rows(0, outputs)
    }

    /// Reads a tensor that may hold several matrices below each other.
    fn stack(&mut self, name: &str, outputs: usize, inputs: usize) -> Result<Stack<'_, B>, LoadError> {
        let bias = self.optional_values(&format!("{name}.bias"), outputs)?;
        let name = format!("{name}.weight");
        let info = self.tensor(&name, &[outputs, inputs])?;
        if !GgmlType::WEIGHTS.contains(&info.kind) {
            return Err(LoadError::Kind { name, kind: info.kind });
        }
        let bytes = self.source.read(&info, &mut self.buffer)?;
        Ok(Stack {
            backend: self.backend,
            bytes,
            kind: info.kind,
            row_bytes: bytes.len() / outputs,
            inputs,
            bias,
        })
    }

    fn vector_if(&mut self, there: bool, name: &str, length: usize) -> Result<Option<B::Vector>, LoadError> {
        there.then(|| self.vector(name, length)).transpose()
    }

    fn vector(&mut self, name: &str, length: usize) -> Result<B::Vector, LoadError> {
        self.backend.vector(self.values(name, length)?)
    }

    fn values(&mut self, name: &str, length: usize) -> Result<Vec<f32>, LoadError> {
        let info = self.tensor(name, &[length])?;
        let bytes = self.source.read(&info, &mut self.buffer)?;
        let mut values: Vec<f32> = match info.kind {
            GgmlType::F32 => bytes.as_chunks().0.iter().map(|b| f32::from_le_bytes(*b)).collect(),
            GgmlType::F16 => bytes.as_chunks().0.iter().map(|b| f16::from_le_bytes(*b).to_f32()).collect(),
            GgmlType::BF16 => bytes.as_chunks().0.iter().map(|b| bf16::from_le_bytes(*b).to_f32()).collect(),
            kind => return Err(LoadError::Kind { name: name.to_owned(), kind }),
        };
        if let Layout::HuggingFace { norm_offset } = self.checkpoint.layout
            && name.ends_with("norm.weight")
        {
            values.iter_mut().for_each(|value| *value += f32::from(norm_offset));
        }
        Ok(values)
    }

    fn optional_values(&mut self, name: &str, length: usize) -> Result<Option<Vec<f32>>, LoadError> {
        if let Some(computed) = self.checkpoint.computed.get(name) {
            return Ok(Some(computed.clone()));
        }
        match self.checkpoint.tensors.contains_key(name) {
            true => self.values(name, length).map(Some),
            false => Ok(None),
        }
    }
}

/// Matrices below each other.
struct Stack<'r, B> {
    backend: &'r B,
    bytes: &'r [u8],
    kind: GgmlType,
    row_bytes: usize,
    inputs: usize,
    bias: Option<Vec<f32>>,
}

impl<B: Backend> Stack<'_, B> {
    /// The matrix of `count` rows from `first` on.
    fn rows(&self, first: usize, count: usize) -> Result<B::Matrix, LoadError> {
        let bytes = &self.bytes[first * self.row_bytes..(first + count) * self.row_bytes];
        let bias = self.bias.as_ref().map(|bias| bias[first..first + count].to_vec());
        self.backend.matrix(bytes, self.kind, count, self.inputs, bias)
    }
}
