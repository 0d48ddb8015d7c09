//! The decoder on a graphics processor, through Candle.
//!
//! Weights stay in the file's formats and are multiplied by Candle's kernels for them. Keys and values of all blocks lie
//! in two tensors for each layer, `[positions, kv_heads * head_dim]`, and are gathered for each pass. Sequences that
//! bring one row are attended to together, filled up to the longest; a piece of a prompt is attended to by itself.
//!
//! **Not exact.** Kernels of a graphics processor choose their order of additions by the shape of the batch, so a row's
//! last bits depend on its neighbours here, and a token may once in a while be another.

use std::ops::Range;

use candle_core::quantized::{GgmlDType, QMatMul, QStorage, QTensor};
use candle_core::{DType, Device, Module, Result, Tensor};
use candle_nn::{ops, rotary_emb};

use super::config::{Activation, Config, HeadNorm, Pairs};
use super::rope::Rope;
use super::weights::{Backend, Layer, Weights};
use super::{ComputeError, Decoder, KvFormat, Row};
use crate::cache::{BLOCK, BlockId};
use crate::error::LoadError;
use crate::gguf::GgmlType;
use crate::pool::Pool;

/// A weight matrix on the device, with a bias where the model has one.
pub struct Matrix {
    weights: QMatMul,
    bias: Option<Tensor>,
    bytes: usize,
}

impl Matrix {
    fn new(
        device: &Device,
        bytes: &[u8],
        kind: GgmlType,
        shape: (usize, usize),
        bias: Option<Vec<f32>>,
    ) -> Result<Self> {
        let storage = QStorage::from_data(bytes.into(), device, GgmlDType::from(kind))?;
        Ok(Self {
            weights: QMatMul::from_qtensor(QTensor::new(storage, shape)?)?,
            bias: bias.map(|bias| Tensor::new(bias, device)).transpose()?,
            bytes: bytes.len(),
        })
    }

    fn multiply(&self, x: &Tensor) -> Result<Tensor> {
        let product = self.weights.forward(x)?;
        match &self.bias {
            Some(bias) => product.broadcast_add(bias),
            None => Ok(product),
        }
    }
}

impl Backend for Device {
    type Matrix = Matrix;
    type Vector = Tensor;

    fn matrix(
        &self,
        bytes: &[u8],
        kind: GgmlType,
        outputs: usize,
        inputs: usize,
        bias: Option<Vec<f32>>,
    ) -> std::result::Result<Matrix, LoadError> {
        Ok(Matrix::new(self, bytes, kind, (outputs, inputs), bias).map_err(ComputeError::from)?)
    }

    fn vector(&self, values: Vec<f32>) -> std::result::Result<Tensor, LoadError> {
        Ok(Tensor::new(values, self).map_err(ComputeError::from)?)
    }

    fn bytes(matrix: &Matrix) -> usize {
        matrix.bytes
    }
}

/// The weights of a model on a device, and the keys and values that they gave.
pub struct DeviceDecoder {
    device: Device,
    config: Config,
    weights: Weights<Device>,
    ropes: Vec<Rope>,
    format: DType,
    /// Of each layer, `[positions, kv_heads * head_dim]`.
    keys: Vec<Tensor>,
    values: Vec<Tensor>,
}

impl DeviceDecoder {
    /// A decoder of these weights with room for `kv_bytes` of keys and values, which is taken at once.
    ///
    /// # Errors
    /// The device has no such room.
    pub fn new(
        device: Device,
        config: Config,
        weights: Weights<Device>,
        format: KvFormat,
        kv_bytes: usize,
    ) -> std::result::Result<Self, ComputeError> {
        let format = match format {
            KvFormat::F16 => DType::F16,
            KvFormat::F32 => DType::F32,
        };
        let blocks = (kv_bytes / block_bytes(&config, format)).max(1);
        let shape = (blocks * BLOCK, config.kv_heads * config.head_dim);
        let room =
            || config.layers.iter().map(|_| Tensor::zeros(shape, format, &device)).collect::<Result<_>>();
        let (keys, values) = (room()?, room()?);
        let ropes = Rope::all(&config, &weights.rope_factors);
        Ok(Self { device, config, weights, ropes, format, keys, values })
    }

    fn compute(&mut self, rows: &[Row], tables: &[&[BlockId]]) -> Result<Vec<f32>> {
        let reached = rows.iter().map(|row| row.place.position + 1).max().unwrap_or(0);
        self.ropes.iter_mut().for_each(|rope| rope.reach(reached));
        let (rows, wanted) = sorted(rows);
        let x = self.layers(&rows, tables)?;
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let x = x.index_select(&Tensor::new(wanted, &self.device)?, 0)?;
        ops::rms_norm(&x, &self.weights.norm, self.config.norm_eps)?.flatten_all()?.to_vec1()
    }

    /// The residual stream after the last layer.
    fn layers(&self, rows: &[Row], tables: &[&[BlockId]]) -> Result<Tensor> {
        let pass = Pass::new(self, rows, tables)?;
        let tokens: Vec<u32> = rows.iter().map(|row| row.token).collect();
        let embedding = self.weights.embedding.weights.embedding(&Tensor::new(tokens, &self.device)?)?;
        let x = embedding.to_dtype(DType::F32)?.affine(f64::from(self.config.scales.embedding), 0.0)?;
        self.weights.layers.iter().enumerate().try_fold(x, |x, (n, layer)| pass.layer(layer, n, x))
    }

    fn head(&self, hidden: &[f32]) -> Result<Vec<f32>> {
        let width = self.config.hidden;
        let x = Tensor::from_slice(hidden, (hidden.len() / width, width), &self.device)?;
        let head = self.weights.head.as_ref().unwrap_or(&self.weights.embedding);
        let logits = head.multiply(&x)?.affine(f64::from(self.config.scales.logits), 0.0)?;
        capped(logits, self.config.scales.logit_cap)?.flatten_all()?.to_vec1()
    }
}

impl Decoder for DeviceDecoder {
    fn config(&self) -> &Config {
        &self.config
    }

    fn weight_bytes(&self) -> usize {
        self.weights.bytes()
    }

    fn block_bytes(&self) -> usize {
        block_bytes(&self.config, self.format)
    }

    fn forward(
        &mut self,
        _: &Pool,
        rows: &[Row],
        tables: &[&[BlockId]],
        hidden: &mut Vec<f32>,
    ) -> std::result::Result<(), ComputeError> {
        hidden.clear();
        if !rows.is_empty() {
            *hidden = self.compute(rows, tables)?;
        }
        Ok(())
    }

    fn logits(
        &mut self,
        _: &Pool,
        hidden: &[f32],
        logits: &mut Vec<f32>,
    ) -> std::result::Result<(), ComputeError> {
        *logits = self.head(hidden)?;
        Ok(())
    }

    fn copy(&mut self, from: BlockId, to: BlockId) -> std::result::Result<(), ComputeError> {
        for tensor in self.keys.iter().chain(&self.values) {
            let block = tensor.narrow(0, from as usize * BLOCK, BLOCK)?.copy()?;
            tensor.slice_set(&block, 0, to as usize * BLOCK)?;
        }
        Ok(())
    }
}

fn block_bytes(config: &Config, format: DType) -> usize {
    2 * config.layers.len() * config.kv_heads * config.head_dim * BLOCK * format.size_in_bytes()
}

/// The rows with those of sequences that bring just one before the others, and where the wanted ones went.
fn sorted(rows: &[Row]) -> (Vec<Row>, Vec<u32>) {
    let numbered: Vec<(usize, Row)> = rows.iter().copied().enumerate().collect();
    let pieces = numbered.chunk_by(|(_, a), (_, b)| a.place.table == b.place.table);
    let (single, longer): (Vec<_>, Vec<_>) = pieces.partition(|piece| piece.len() == 1);
    let order = [single.concat(), longer.concat()].concat();
    let mut went = vec![0; rows.len()];
    for (to, (from, _)) in order.iter().enumerate() {
        went[*from] = to as u32;
    }
    let wanted = rows.iter().zip(went).filter(|(row, _)| row.wanted).map(|(_, to)| to).collect();
    (order.into_iter().map(|(_, row)| row).collect(), wanted)
}

/// Cuts rows in the order of [`sorted`] into those that are attended to together: each entry is a piece of a sequence.
fn grouped(rows: &[Row]) -> Vec<Vec<&[Row]>> {
    let mut pieces: Vec<&[Row]> = rows.chunk_by(|a, b| a.place.table == b.place.table).collect();
    let longer = pieces.split_off(pieces.partition_point(|piece| piece.len() == 1));
    let single = (!pieces.is_empty()).then_some(pieces);
    single.into_iter().chain(longer.into_iter().map(|piece| vec![piece])).collect()
}

/// Where a position of a sequence lies among all positions.
fn slot(table: &[BlockId], position: usize) -> u32 {
    table[position / BLOCK] * BLOCK as u32 + (position % BLOCK) as u32
}

/// `c · tanh(x / c)` where there is a bound.
fn capped(x: Tensor, cap: Option<f32>) -> Result<Tensor> {
    match cap.map(f64::from) {
        Some(cap) => x.affine(1.0 / cap, 0.0)?.tanh()?.affine(cap, 0.0),
        None => Ok(x),
    }
}

/// Rows that are attended to together: as many of each sequence.
struct Group {
    /// Which rows of the batch.
    rows: Range<usize>,
    sequences: usize,
    /// Positions of the longest.
    length: usize,
    /// Where the keys and values of all positions lie, `[sequences * length]`.
    slots: Tensor,
    /// For each window of the model, 0 where a row sees a position and -∞ elsewhere: `[sequences, 1, rows, length]`.
    masks: Vec<(Option<usize>, Tensor)>,
}

impl Group {
    /// The rows of these pieces, equally long, from the row `first` of the batch on.
    fn new(
        first: usize,
        pieces: &[&[Row]],
        tables: &[&[BlockId]],
        windows: &[Option<usize>],
        device: &Device,
    ) -> Result<Self> {
        let places = || pieces.iter().flat_map(|piece| piece.iter()).map(|row| row.place);
        let length = places().map(|place| place.position + 1).max().unwrap_or(0);
        let each = places().count() / pieces.len();
        let last = || pieces.iter().filter_map(|piece| piece.last()).map(|row| row.place);
        // What is filled up refers to a position that the sequence has; the mask hides it.
        let slots: Vec<u32> = last()
            .flat_map(|last| (0..length).map(move |p| slot(tables[last.table], p.min(last.position))))
            .collect();
        let mask = |window: Option<usize>| {
            let seen = places().flat_map(|place| {
                let start = window.map_or(0, |window| (place.position + 1).saturating_sub(window));
                let seen = start..=place.position;
                (0..length).map(move |p| if seen.contains(&p) { 0.0_f32 } else { f32::NEG_INFINITY })
            });
            let shape = (pieces.len(), 1, each, length);
            Ok((window, Tensor::from_vec(seen.collect(), shape, device)?))
        };
        Ok(Self {
            rows: first..first + each * pieces.len(),
            sequences: pieces.len(),
            length,
            slots: Tensor::new(slots, device)?,
            masks: windows.iter().copied().map(mask).collect::<Result<_>>()?,
        })
    }

    /// The mask of a window.
    fn mask(&self, window: Option<usize>) -> Option<&Tensor> {
        self.masks.iter().find(|(of, _)| *of == window).map(|(_, mask)| mask)
    }
}

/// What all layers of one pass share.
struct Pass<'d> {
    decoder: &'d DeviceDecoder,
    rows: usize,
    groups: Vec<Group>,
    /// Where keys and values of the rows go, `[rows, kv_heads * head_dim]`.
    slots: Tensor,
    /// Cosines and sines of each rotation, `[rows, 1, dims / 2]`.
    angles: Vec<(Tensor, Tensor)>,
}

impl<'d> Pass<'d> {
    fn new(decoder: &'d DeviceDecoder, rows: &[Row], tables: &[&[BlockId]]) -> Result<Self> {
        let (device, config) = (&decoder.device, &decoder.config);
        let own = rows.iter().map(|row| slot(tables[row.place.table], row.place.position)).collect();
        let shape = (rows.len(), config.kv_heads * config.head_dim);
        let slots = Tensor::from_vec(own, (rows.len(), 1), device)?.broadcast_as(shape)?.contiguous()?;
        let angles = |rope: &Rope| {
            let all = rows.iter().flat_map(|row| rope.angles(row.place.position));
            let (cos, sin): (Vec<f32>, Vec<f32>) = all.map(|[cos, sin]| (*cos, *sin)).unzip();
            let shape = (rows.len(), 1, rope.dims() / 2);
            Ok((Tensor::from_vec(cos, shape, device)?, Tensor::from_vec(sin, shape, device)?))
        };
        let mut windows: Vec<Option<usize>> = config.layers.iter().map(|layer| layer.window).collect();
        windows.sort_unstable();
        windows.dedup();
        let mut groups = Vec::new();
        let mut first = 0;
        for pieces in grouped(rows) {
            let group = Group::new(first, &pieces, tables, &windows, device)?;
            first = group.rows.end;
            groups.push(group);
        }
        let angles = decoder.ropes.iter().map(angles).collect::<Result<_>>()?;
        Ok(Self { decoder, rows: rows.len(), groups, slots, angles })
    }

    fn layer(&self, layer: &Layer<Device>, n: usize, x: Tensor) -> Result<Tensor> {
        let config = &self.decoder.config;
        let input = self.norm_before(&x, layer.attention_norm.as_ref())?;
        let rope = config.layers[n].rope;
        let q = self.place(layer.q.multiply(&input)?, layer.q_norm.as_ref(), rope)?;
        let k = self.place(layer.k.multiply(&input)?, layer.k_norm.as_ref(), rope)?;
        let v = layer.v.multiply(&input)?;
        let (keys, values) = (&self.decoder.keys[n], &self.decoder.values[n]);
        keys.scatter_set(&self.slots, &k.reshape(self.slots.shape())?.to_dtype(keys.dtype())?, 0)?;
        values.scatter_set(&self.slots, &v.to_dtype(values.dtype())?, 0)?;
        let attended: Vec<Tensor> = self
            .groups
            .iter()
            .map(|group| self.attend(group, n, &q.narrow(0, group.rows.start, group.rows.len())?))
            .collect::<Result<_>>()?;
        let attended = layer.o.multiply(&Tensor::cat(&attended, 0)?)?;
        let x = self.add(x, attended, layer.post_attention_norm.as_ref())?;

        let input = self.norm_before(&x, layer.feed_forward_norm.as_ref())?;
        let gate = layer.gate.multiply(&input)?;
        let gate = match config.activation {
            Activation::Silu => gate.silu()?,
            Activation::Gelu => gate.gelu()?,
        };
        let part = layer.down.multiply(&(gate * layer.up.multiply(&input)?)?)?;
        self.add(x, part, layer.post_feed_forward_norm.as_ref())
    }

    /// The residual stream, normalised where the family does so before a part.
    fn norm_before(&self, x: &Tensor, weight: Option<&Tensor>) -> Result<Tensor> {
        match weight {
            Some(weight) => ops::rms_norm(x, weight, self.decoder.config.norm_eps),
            None => Ok(x.clone()),
        }
    }

    /// Adds what a part gave to the residual stream, normalised where the family does so after a part.
    fn add(&self, x: Tensor, part: Tensor, weight: Option<&Tensor>) -> Result<Tensor> {
        let part = self.norm_before(&part, weight)?;
        x + part.affine(f64::from(self.decoder.config.scales.residual), 0.0)?
    }

    /// Normalises heads where the family does, and rotates them to their positions: `[rows, heads, head_dim]`.
    fn place(&self, heads: Tensor, weight: Option<&Tensor>, rope: Option<usize>) -> Result<Tensor> {
        let config = &self.decoder.config;
        let (dim, count) = (config.head_dim, heads.dim(1)? / config.head_dim);
        let heads = match (config.head_norm, weight) {
            (HeadNorm::Together, Some(weight)) => ops::rms_norm(&heads, weight, config.norm_eps)?,
            _ => heads,
        };
        let heads = heads.reshape((self.rows, count, dim))?;
        let heads = match (config.head_norm, weight) {
            (HeadNorm::Each, Some(weight)) => ops::rms_norm(&heads, weight, config.norm_eps)?,
            _ => heads,
        };
        let Some(rope) = rope else { return Ok(heads) };
        let (cos, sin) = &self.angles[rope];
        let rope = &self.decoder.ropes[rope];
        let rotate = match rope.pairs() {
            Pairs::Adjacent => rotary_emb::rope_i,
            Pairs::Halves => rotary_emb::rope,
        };
        let (turned, heads) = (rope.dims(), heads.unsqueeze(2)?);
        let rotated = rotate(&heads.narrow(3, 0, turned)?.contiguous()?, cos, sin)?;
        match turned < dim {
            true => Tensor::cat(&[rotated, heads.narrow(3, turned, dim - turned)?], 3)?.squeeze(2),
            false => rotated.squeeze(2),
        }
    }

    /// Attention of a group: of queries `[rows, heads, head_dim]`, `[rows, heads * head_dim]`.
    fn attend(&self, group: &Group, n: usize, queries: &Tensor) -> Result<Tensor> {
        let config = &self.decoder.config;
        let (sequences, length, dim, kv_heads) =
            (group.sequences, group.length, config.head_dim, config.kv_heads);
        let (each, share) = (group.rows.len() / sequences, config.heads / kv_heads);
        // `[sequences, kv_heads, length, head_dim]`.
        let gather = |tensor: &Tensor| {
            let gathered =
                tensor.index_select(&group.slots, 0)?.reshape((sequences, length, kv_heads, dim))?;
            gathered.transpose(1, 2)?.to_dtype(DType::F32)?.contiguous()
        };
        let queries = queries
            .reshape((sequences, each, kv_heads, share, dim))?
            .permute((0, 2, 3, 1, 4))?
            .reshape((sequences, kv_heads, share * each, dim))?
            .contiguous()?;
        let scores = queries.matmul(&gather(&self.decoder.keys[n])?.t()?)?;
        let scores =
            capped(scores.affine(f64::from(config.scales.attention), 0.0)?, config.scales.attention_cap)?;
        let mut scores = scores.reshape((sequences, config.heads, each, length))?;
        if let Some(mask) = group.mask(config.layers[n].window) {
            scores = scores.broadcast_add(mask)?;
        }
        let weights = ops::softmax_last_dim(&scores)?.reshape((sequences, kv_heads, share * each, length))?;
        weights
            .matmul(&gather(&self.decoder.values[n])?)?
            .reshape((sequences, kv_heads, share, each, dim))?
            .permute((0, 3, 1, 2, 4))?
            .reshape((sequences * each, config.heads * dim))
    }
}
