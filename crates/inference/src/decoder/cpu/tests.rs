//! Logits depend on their own sequence alone, to the last bit.

use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::cache::Cache;
use crate::checkpoint::Checkpoint;
use crate::decoder::weights::Source;

fn decoder(pool: &Pool) -> CpuDecoder {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../models/starter/starter.gguf");
    let checkpoint = Checkpoint::open(&path).unwrap();
    let tokenizer = checkpoint.tokenizer().unwrap();
    let config = Config::read(&checkpoint, tokenizer.size()).unwrap();
    let weights = Weights::read(&checkpoint, &config, Source::files(&checkpoint).unwrap(), pool).unwrap();
    CpuDecoder::new(config, weights, KvFormat::F16)
}

/// How a set of sequences is computed.
#[derive(Clone, Debug)]
struct Schedule {
    threads: usize,
    /// Refer to blocks that another sequence has computed.
    share: bool,
    /// For each step, how many tokens of each sequence; cycled.
    pieces: Vec<Vec<usize>>,
    /// Order in which the sequences stand in the batch.
    reverse: bool,
}

/// Bits of the logits of the last token of each sequence, and of every tenth before it.
fn logits(sequences: &[Vec<u32>], schedule: &Schedule) -> Vec<Vec<Vec<u32>>> {
    let pool = Pool::new(schedule.threads).unwrap();
    let mut decoder = decoder(&pool);
    let mut cache = Cache::new(400);
    let mut reservation = cache.reserve(200).unwrap();
    let count = sequences.len();
    let mut done = vec![0; count];
    let mut tables: Vec<Vec<BlockId>> = vec![Vec::new(); count];
    let mut found: Vec<Vec<Vec<u32>>> = vec![Vec::new(); count];
    let wanted = |s: usize, p: usize| p + 1 == sequences[s].len() || p % 10 == 9 && !schedule.share;
    let mut step = 0;
    while (0..count).any(|s| done[s] < sequences[s].len()) {
        let pieces = &schedule.pieces[step % schedule.pieces.len()];
        step += 1;
        let mut rows = Vec::new();
        let mut owners = Vec::new();
        for i in 0..count {
            let s = if schedule.reverse { count - 1 - i } else { i };
            if done[s] == 0 && schedule.share && tables[s].is_empty() {
                tables[s] = cache.find(&sequences[s][..sequences[s].len() - 1]);
                tables[s].iter().for_each(|block| cache.share(*block));
                done[s] = tables[s].len() * BLOCK;
            }
            let end = sequences[s].len().min(done[s] + pieces[s % pieces.len()]);
            while tables[s].len() * BLOCK < end {
                tables[s].push(cache.take(&mut reservation).unwrap());
            }
            for (position, token) in sequences[s].iter().enumerate().take(end).skip(done[s]) {
                let place = Place { table: s, position };
                rows.push(Row { token: *token, place, wanted: wanted(s, position) });
                if wanted(s, position) {
                    owners.push(s);
                }
            }
            done[s] = end;
        }
        let borrowed: Vec<&[BlockId]> = tables.iter().map(Vec::as_slice).collect();
        let (mut hidden, mut values) = (Vec::new(), Vec::new());
        decoder.forward(&pool, &rows, &borrowed, &mut hidden).unwrap();
        decoder.logits(&pool, &hidden, &mut values).unwrap();
        for (s, row) in owners.iter().zip(values.chunks_exact(decoder.config().vocabulary)) {
            found[*s].push(row.iter().map(|v| v.to_bits()).collect());
        }
        if schedule.share {
            for (s, table) in tables.iter().enumerate() {
                let full = sequences[s][..done[s]].as_chunks::<BLOCK>().0;
                for (index, tokens) in full.iter().enumerate() {
                    cache.publish(table, index, tokens);
                }
            }
        }
    }
    found
}

fn schedule() -> impl Strategy<Value = Schedule> {
    let pieces = prop::collection::vec(prop::collection::vec(0_usize..50, 1..4), 1..4).prop_map(|mut p| {
        // Some step must bring every sequence forward.
        p.push(vec![7]);
        p
    });
    (1_usize..4, any::<bool>(), pieces, any::<bool>())
        .prop_map(|(threads, share, pieces, reverse)| Schedule { threads, share, pieces, reverse })
}

/// Sequences of which some start alike.
fn sequences() -> impl Strategy<Value = Vec<Vec<u32>>> {
    let tail = prop::collection::vec(10_u32..5000, 1..60);
    (prop::collection::vec(10_u32..5000, 0..90), prop::collection::vec((any::<bool>(), tail), 1..6)).prop_map(
        |(head, tails)| {
            let with_head = |(shared, tail): (bool, Vec<u32>)| match shared {
                true => [head.clone(), tail].concat(),
                false => tail,
            };
            tails.into_iter().map(with_head).collect()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn logits_do_not_depend_on_the_batch(sequences in sequences(), schedule in schedule()) {
        let found = logits(&sequences, &schedule);
        let alone = Schedule { threads: 1, share: false, pieces: vec![vec![usize::MAX / 2]], reverse: false };
        for (sequence, found) in sequences.iter().zip(&found) {
            let expected = logits(std::slice::from_ref(sequence), &alone);
            // Where blocks are shared only the last logits are comparable.
            let expected = if schedule.share { &expected[0][expected[0].len() - 1..] } else { &expected[0][..] };
            prop_assert!(found == expected, "logits of a sequence of {} tokens differ", sequence.len());
        }
    }
}
