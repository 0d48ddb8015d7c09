//! The tensors of a model file, put where the decoder uses them.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};

use half::{bf16, f16};

use super::config::{Config, Factors, HeadNorm, Rope};
use super::linear::Linear;
use crate::checkpoint::{Checkpoint, Layout};
use crate::error::LoadError;
use crate::gguf::{GgmlType, TensorInfo};
use crate::pool::Pool;

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

/// One layer. Which norms it has follows from the family.
pub struct Layer {
    /// Norm before attention.
    pub attention_norm: Option<Vec<f32>>,
    /// Queries.
    pub q: Linear,
    /// Keys.
    pub k: Linear,
    /// Values.
    pub v: Linear,
    /// Norm of the queries.
    pub q_norm: Option<Vec<f32>>,
    /// Norm of the keys.
    pub k_norm: Option<Vec<f32>>,
    /// Output of attention.
    pub o: Linear,
    /// Norm after attention.
    pub post_attention_norm: Option<Vec<f32>>,
    /// Norm before the feed-forward part.
    pub feed_forward_norm: Option<Vec<f32>>,
    /// Gate of the feed-forward part.
    pub gate: Linear,
    /// Its other input.
    pub up: Linear,
    /// Its output.
    pub down: Linear,
    /// Norm after the feed-forward part.
    pub post_feed_forward_norm: Option<Vec<f32>>,
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
    /// Divisors of the frequencies of each of the model's rotary embeddings.
    pub rope_factors: Vec<Option<Vec<f32>>>,
}

impl Weights {
    /// Reads every tensor that the shape calls for.
    ///
    /// # Errors
    /// A tensor is missing, has another shape, or cannot be read.
    pub fn read(
        checkpoint: &Checkpoint,
        config: &Config,
        source: Source,
        pool: &Pool,
    ) -> Result<Self, LoadError> {
        let kinds: BTreeSet<GgmlType> = checkpoint.tensors.values().map(|tensor| tensor.kind).collect();
        for (kind, kept) in kinds.into_iter().filter_map(|kind| Some((kind, Linear::repacked(kind)?))) {
            tracing::info!("weights stored as {kind} have no fast product here and are kept as {kept}");
        }
        let mut reader = Reader { checkpoint, source, pool, buffer: Vec::new() };
        let c = config;
        let embedding = reader.linear("token_embd", c.vocabulary, c.hidden)?;
        let layers = (0..c.layers.len()).map(|n| reader.layer(c, n)).collect::<Result<_, _>>()?;
        let head = match checkpoint.tensors.contains_key("output.weight") {
            true => Some(reader.linear("output", c.vocabulary, c.hidden)?),
            false => None,
        };
        let factors = |rope: &Rope| match rope.factors {
            Factors::None => Ok(None),
            Factors::Frequencies => reader.optional_vector("rope_freqs.weight", rope.dims / 2),
            Factors::Short => reader.optional_vector("rope_factors_short.weight", rope.dims / 2),
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
    checkpoint: &'g Checkpoint,
    source: Source,
    pool: &'g Pool,
    buffer: Vec<u64>,
}

impl Reader<'_> {
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

    fn layer(&mut self, c: &Config, n: usize) -> Result<Layer, LoadError> {
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
            true => self.parts(&qkv, [queries, keys, keys], c.hidden)?,
            false => [
                self.linear(&name("attn_q"), queries, c.hidden)?,
                self.linear(&name("attn_k"), keys, c.hidden)?,
                self.linear(&name("attn_v"), keys, c.hidden)?,
            ],
        };
        let (gate, up) = (name("ffn_gate"), name("ffn_up"));
        let [gate, up] = match self.has(&gate) {
            true => {
                [self.linear(&gate, c.feed_forward, c.hidden)?, self.linear(&up, c.feed_forward, c.hidden)?]
            }
            false => self.parts(&up, [c.feed_forward; 2], c.hidden)?,
        };
        Ok(Layer {
            attention_norm: self.vector_if(before, &name("attn_norm.weight"), c.hidden)?,
            q,
            k,
            v,
            q_norm: head_norms.map(|(q, _)| self.vector(&name("attn_q_norm.weight"), q)).transpose()?,
            k_norm: head_norms.map(|(_, k)| self.vector(&name("attn_k_norm.weight"), k)).transpose()?,
            o: self.linear(&name("attn_output"), c.hidden, queries)?,
            post_attention_norm: self.vector_if(after, &name("post_attention_norm.weight"), c.hidden)?,
            feed_forward_norm: self.vector_if(before, &name("ffn_norm.weight"), c.hidden)?,
            gate,
            up,
            down: self.linear(&name("ffn_down"), c.hidden, c.feed_forward)?,
            post_feed_forward_norm: self.vector_if(after, &name("post_ffw_norm.weight"), c.hidden)?,
        })
    }

    fn has(&self, name: &str) -> bool {
        self.checkpoint.tensors.contains_key(&format!("{name}.weight"))
    }

    fn linear(&mut self, name: &str, outputs: usize, inputs: usize) -> Result<Linear, LoadError> {
        self.parts(name, [outputs], inputs).map(|[linear]| linear)
    }

    /// Matrices that lie below each other in one tensor, of so many outputs each.
    fn parts<const N: usize>(
        &mut self,
        name: &str,
        outputs: [usize; N],
        inputs: usize,
    ) -> Result<[Linear; N], LoadError> {
        let all = outputs.iter().sum();
        let bias = self.optional_vector(&format!("{name}.bias"), all)?;
        let name = format!("{name}.weight");
        let info = self.tensor(&name, &[all, inputs])?;
        if !GgmlType::WEIGHTS.contains(&info.kind) {
            return Err(LoadError::Kind { name, kind: info.kind });
        }
        let bytes = self.source.read(&info, &mut self.buffer)?;
        let row_bytes = bytes.len() / all;
        let mut first = 0;
        Ok(outputs.map(|count| {
            let rows = first..first + count;
            first = rows.end;
            let bytes = &bytes[rows.start * row_bytes..rows.end * row_bytes];
            let bias = bias.as_ref().map(|bias| bias[rows].to_vec());
            Linear::new(self.pool, bytes, info.kind, count, inputs, bias)
        }))
    }

    fn vector_if(&mut self, there: bool, name: &str, length: usize) -> Result<Option<Vec<f32>>, LoadError> {
        there.then(|| self.vector(name, length)).transpose()
    }

    fn vector(&mut self, name: &str, length: usize) -> Result<Vec<f32>, LoadError> {
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

    fn optional_vector(&mut self, name: &str, length: usize) -> Result<Option<Vec<f32>>, LoadError> {
        if let Some(computed) = self.checkpoint.computed.get(name) {
            return Ok(Some(computed.clone()));
        }
        match self.checkpoint.tensors.contains_key(name) {
            true => self.vector(name, length).map(Some),
            false => Ok(None),
        }
    }
}
