//! The tensors of a model file, put where the decoder uses them.

use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};

use super::config::Config;
use super::linear::Linear;
use crate::error::LoadError;
use crate::gguf::{GgmlType, Gguf, TensorInfo};
use crate::pool::Pool;

/// Where a model's bytes come from.
pub enum Source {
    /// A file.
    File(File),
    /// Bytes inside the program.
    Bytes(Cursor<&'static [u8]>),
}

impl Source {
    /// Fills a buffer from a place in the file. The buffer is made of eight-byte words, so that it
    /// is aligned for every storage format.
    fn read<'b>(&mut self, info: &TensorInfo, buffer: &'b mut Vec<u64>) -> Result<&'b [u8], LoadError> {
        let bytes = info.bytes as usize;
        buffer.clear();
        buffer.resize(bytes.div_ceil(8), 0);
        // SAFETY: the buffer holds at least `bytes` initialised bytes, and any bytes make valid `u64`s.
        let target = unsafe { std::slice::from_raw_parts_mut(buffer.as_mut_ptr().cast::<u8>(), bytes) };
        match self {
            Self::File(file) => fill(file, info.offset, target)?,
            Self::Bytes(bytes) => fill(bytes, info.offset, target)?,
        }
        Ok(target)
    }
}

fn fill(reader: &mut (impl Read + Seek), offset: u64, target: &mut [u8]) -> std::io::Result<()> {
    reader.seek(SeekFrom::Start(offset))?;
    reader.read_exact(target)
}

/// One layer.
pub struct Layer {
    /// Norm before attention.
    pub attention_norm: Vec<f32>,
    /// Queries.
    pub q: Linear,
    /// Keys.
    pub k: Linear,
    /// Values.
    pub v: Linear,
    /// Norm of each query head, where the family has one.
    pub q_norm: Option<Vec<f32>>,
    /// Norm of each key head, where the family has one.
    pub k_norm: Option<Vec<f32>>,
    /// Output of attention.
    pub o: Linear,
    /// Norm before the feed-forward part.
    pub feed_forward_norm: Vec<f32>,
    /// Gate of the feed-forward part.
    pub gate: Linear,
    /// Its other input.
    pub up: Linear,
    /// Its output.
    pub down: Linear,
}

/// All tensors of a model.
pub struct Weights {
    /// One row for each token; also the vocabulary head where the model has no other.
    pub embedding: Linear,
    /// The layers, first to last.
    pub layers: Vec<Layer>,
    /// Norm after the last layer.
    pub norm: Vec<f32>,
    /// Vocabulary head, where it is not the embedding.
    pub head: Option<Linear>,
    /// Divisors of the rotary frequencies, where the file brings them (Llama 3).
    pub rope_factors: Option<Vec<f32>>,
}

impl Weights {
    /// Reads every tensor that the shape calls for.
    ///
    /// # Errors
    /// A tensor is missing, has another shape, or cannot be read.
    pub fn read(gguf: &Gguf, config: &Config, source: Source, pool: &Pool) -> Result<Self, LoadError> {
        let mut reader = Reader { gguf, source, pool, buffer: Vec::new() };
        let c = config;
        let (queries, keys) = (c.heads * c.head_dim, c.kv_heads * c.head_dim);
        let embedding = reader.linear("token_embd", c.vocabulary, c.hidden)?;
        let layers = (0..c.layers)
            .map(|n| {
                let name = |part: &str| format!("blk.{n}.{part}");
                Ok(Layer {
                    attention_norm: reader.vector(&name("attn_norm.weight"), c.hidden)?,
                    q: reader.linear(&name("attn_q"), queries, c.hidden)?,
                    k: reader.linear(&name("attn_k"), keys, c.hidden)?,
                    v: reader.linear(&name("attn_v"), keys, c.hidden)?,
                    q_norm: reader.optional_vector(&name("attn_q_norm.weight"), c.head_dim)?,
                    k_norm: reader.optional_vector(&name("attn_k_norm.weight"), c.head_dim)?,
                    o: reader.linear(&name("attn_output"), c.hidden, queries)?,
                    feed_forward_norm: reader.vector(&name("ffn_norm.weight"), c.hidden)?,
                    gate: reader.linear(&name("ffn_gate"), c.feed_forward, c.hidden)?,
                    up: reader.linear(&name("ffn_up"), c.feed_forward, c.hidden)?,
                    down: reader.linear(&name("ffn_down"), c.hidden, c.feed_forward)?,
                })
            })
            .collect::<Result<_, LoadError>>()?;
        let head = match gguf.tensors.contains_key("output.weight") {
            true => Some(reader.linear("output", c.vocabulary, c.hidden)?),
            false => None,
        };
        Ok(Self {
            embedding,
            layers,
            norm: reader.vector("output_norm.weight", c.hidden)?,
            head,
            rope_factors: reader.optional_vector("rope_freqs.weight", c.rope.dims / 2)?,
        })
    }

    /// Size in memory, in bytes.
    pub fn bytes(&self) -> usize {
        let linears = |layer: &Layer| {
            [&layer.q, &layer.k, &layer.v, &layer.o, &layer.gate, &layer.up, &layer.down]
                .into_iter()
                .map(Linear::bytes)
                .sum::<usize>()
        };
        self.embedding.bytes()
            + self.layers.iter().map(linears).sum::<usize>()
            + self.head.as_ref().map_or(0, Linear::bytes)
    }
}

struct Reader<'g> {
    gguf: &'g Gguf,
    source: Source,
    pool: &'g Pool,
    buffer: Vec<u64>,
}

impl Reader<'_> {
    fn tensor(&self, name: &str, expected: &[usize]) -> Result<TensorInfo, LoadError> {
        let Some(info) = self.gguf.tensors.get(name) else {
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

    fn linear(&mut self, name: &str, outputs: usize, inputs: usize) -> Result<Linear, LoadError> {
        let bias = self.optional_vector(&format!("{name}.bias"), outputs)?;
        let name = format!("{name}.weight");
        let info = self.tensor(&name, &[outputs, inputs])?;
        if matches!(info.kind, GgmlType::Q8_1 | GgmlType::Q8_K) {
            // Formats of activations: nothing multiplies them as weights.
            return Err(LoadError::Kind { name, kind: info.kind });
        }
        let bytes = self.source.read(&info, &mut self.buffer)?;
        Ok(Linear::new(self.pool, bytes, info.kind, outputs, inputs, bias))
    }

    fn vector(&mut self, name: &str, length: usize) -> Result<Vec<f32>, LoadError> {
        let info = self.tensor(name, &[length])?;
        if info.kind != GgmlType::F32 {
            return Err(LoadError::Kind { name: name.to_owned(), kind: info.kind });
        }
        let bytes = self.source.read(&info, &mut self.buffer)?;
        Ok(bytes.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect())
    }

    fn optional_vector(&mut self, name: &str, length: usize) -> Result<Option<Vec<f32>>, LoadError> {
        match self.gguf.tensors.contains_key(name) {
            true => self.vector(name, length).map(Some),
            false => Ok(None),
        }
    }
}
