//! Counts of words and n-grams.

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
    hash::Hash,
    ops::RangeInclusive,
};

/// Number of distinct words in a set of texts.
#[must_use]
pub fn vocabulary<T: Eq + Hash>(texts: &[Vec<T>]) -> usize {
    texts.iter().flatten().collect::<HashSet<_>>().len()
}

/// Distinct words over all words, in (0, 1]; `None` without words. It falls with the number of texts, so compare
/// sets of one size.
#[must_use]
pub fn type_token_ratio<T: Eq + Hash>(texts: &[Vec<T>]) -> Option<f64> {
    distinct_n(texts, 1)
}

/// distinct-n: distinct n-grams over all n-grams of a set of texts, in (0, 1] (Li et al., 2016). No n-gram reaches
/// from one text into the next. `None` where no text has `n` words, or `n` is 0.
#[must_use]
pub fn distinct_n<T: Eq + Hash>(texts: &[Vec<T>], n: usize) -> Option<f64> {
    Ngrams::up_to(n, &intern(texts)).pop()?.distinct_share()
}

/// N-gram diversity: the sum of distinct-n for n from 1 to `most`, in (0, `most`] (Shaib et al., 2024). Sizes that no
/// text reaches add nothing; `None` without words.
#[must_use]
pub fn ngram_diversity<T: Eq + Hash>(texts: &[Vec<T>], most: usize) -> Option<f64> {
    let parts: Vec<f64> = (1..=most).filter_map(|n| distinct_n(texts, n)).collect();
    (!parts.is_empty()).then(|| parts.iter().sum())
}

/// An n-gram that several texts share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatedNgram<'t, T> {
    /// Its words.
    pub words: &'t [T],
    /// In how many texts it occurs.
    pub texts: usize,
}

/// The n-grams that most texts share, at least two of them, most frequent first and then in order of appearance.
#[must_use]
pub fn repeated_ngrams<T: Eq + Hash>(texts: &[Vec<T>], n: usize, most: usize) -> Vec<RepeatedNgram<'_, T>> {
    let Some(ngrams) = Ngrams::up_to(n, &intern(texts)).pop() else { return Vec::new() };
    let words = |ngram: &Ngram| &texts[ngram.text as usize][ngram.start as usize..][..n];
    ngrams
        .repeated(most)
        .into_iter()
        .map(|ngram| RepeatedNgram { words: words(ngram), texts: ngram.texts as usize })
        .collect()
}

/// Words as numbers, from 0 in order of appearance.
#[must_use]
pub fn intern<T: Eq + Hash>(texts: &[Vec<T>]) -> Vec<Vec<u32>> {
    let mut numbers: HashMap<&T, u32> = HashMap::new();
    let mut number = |word| {
        let next = numbers.len() as u32;
        *numbers.entry(word).or_insert(next)
    };
    texts.iter().map(|text| text.iter().map(&mut number).collect()).collect()
}

/// One n-gram of a set of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ngram {
    /// The first text that holds it, from 0.
    pub text: u32,
    /// Where it begins there, from 0.
    pub start: u32,
    /// How often it occurs.
    pub count: u32,
    /// In how many texts it occurs.
    pub texts: u32,
}

/// N-grams that occur about equally often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountRange {
    /// How many there are.
    pub distinct: u64,
    /// The texts that hold most of them, from 0.
    pub holders: Vec<u32>,
}

/// All distinct n-grams of one size of a set of texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ngrams {
    size: usize,
    each: Vec<Ngram>,
    /// Of each text in turn its n-grams, by their places in `each`.
    occurrences: Vec<(u32, u32)>,
}

impl Ngrams {
    /// N-grams of 1 to `most` words, by size, of texts whose words are numbers ([`intern`]). An n-gram is known by the
    /// number of its first n - 1 words and its last word, so counts are exact and take sorting numbers alone.
    #[must_use]
    pub fn up_to(most: usize, texts: &[Vec<u32>]) -> Vec<Self> {
        let words: Vec<u32> = texts.iter().flatten().copied().collect();
        let places: Vec<(u32, u32)> = (0..)
            .zip(texts)
            .flat_map(|(at, text)| (0..).zip(text).map(move |(start, _)| (at, start)))
            .collect();
        let mut numbers = words.clone();
        let mut found = Vec::with_capacity(most);
        for size in 1..=most {
            let inside = |at: &usize| places.get(at + size - 1).is_some_and(|last| last.0 == places[*at].0);
            let head = |at: usize| if size == 1 { 0 } else { u64::from(numbers[at]) << 32 };
            let mut occurrences: Vec<(u64, usize)> = (0..words.len())
                .filter(inside)
                .map(|at| (head(at) | u64::from(words[at + size - 1]), at))
                .collect();
            occurrences.sort_unstable();
            let mut each = Vec::new();
            for run in occurrences.chunk_by(|a, b| a.0 == b.0) {
                let (text, start) = places[run[0].1];
                let texts = run.chunk_by(|a, b| places[a.1].0 == places[b.1].0).count() as u32;
                run.iter().for_each(|(_, at)| numbers[*at] = each.len() as u32);
                each.push(Ngram { text, start, count: run.len() as u32, texts });
            }
            let occurrences = (0..words.len()).filter(inside).map(|at| (places[at].0, numbers[at])).collect();
            found.push(Self { size, each, occurrences });
        }
        found
    }

    /// Words of each n-gram.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// The distinct n-grams, in an order without meaning that is the same each time.
    #[must_use]
    pub fn each(&self) -> &[Ngram] {
        &self.each
    }

    /// distinct-n, in (0, 1]; `None` without n-grams.
    #[must_use]
    pub fn distinct_share(&self) -> Option<f64> {
        let total = self.occurrences.len();
        (total > 0).then(|| self.each.len() as f64 / total as f64)
    }

    /// The probability that two of the n-grams, drawn without putting back, are the same, `Σ c(c - 1) / N(N - 1)`, in [0, 1]
    /// (Simpson 1949). Its expectation does not change with the number of texts. `None` for fewer than two n-grams.
    #[must_use]
    pub fn repeat_probability(&self) -> Option<f64> {
        let pairs = |count: u64| count as f64 * (count as f64 - 1.0);
        let same: f64 = self.each.iter().map(|ngram| pairs(u64::from(ngram.count))).sum();
        let total = self.occurrences.len() as u64;
        (total > 1).then(|| same / pairs(total))
    }

    /// Of each of some of the n-grams the texts that hold it, in their order.
    #[must_use]
    pub fn texts_of(&self, some: &[&Ngram]) -> Vec<Vec<u32>> {
        let wanted: HashMap<(u32, u32), usize> =
            some.iter().enumerate().map(|(at, ngram)| ((ngram.text, ngram.start), at)).collect();
        let least = some.iter().map(|ngram| ngram.count).min().unwrap_or(u32::MAX);
        let often = (0..).zip(&self.each).filter(|(_, ngram)| ngram.count >= least);
        let places: HashMap<u32, usize> = often
            .filter_map(|(place, ngram)| Some((place, *wanted.get(&(ngram.text, ngram.start))?)))
            .collect();
        let mut texts: Vec<Vec<u32>> = vec![Vec::new(); some.len()];
        for (text, at) in self.occurrences.iter().filter_map(|(text, place)| Some((text, places.get(place)?)))
        {
            if texts[*at].last() != Some(text) {
                texts[*at].push(*text);
            }
        }
        texts
    }

    /// The n-grams that occur so often, for each range of counts. The ranges do not overlap. Texts are named at most `most` of
    /// each range: those that hold most of its n-grams first and then in their order.
    #[must_use]
    pub fn by_count(&self, ranges: &[RangeInclusive<u32>], most: usize) -> Vec<CountRange> {
        // A small number for each n-gram: occurrences look them up in no order.
        let range_of = |ngram: &Ngram| ranges.iter().position(|range| range.contains(&ngram.count));
        let range: Vec<u8> =
            self.each.iter().map(|ngram| range_of(ngram).map_or(u8::MAX, |at| at as u8)).collect();
        let mut distinct = vec![0_u64; ranges.len()];
        let counted = |at: &u8| usize::from(*at) < ranges.len();
        range.iter().filter(|at| counted(at)).for_each(|at| distinct[usize::from(*at)] += 1);
        let mut held: Vec<Vec<(Reverse<u32>, u32)>> = vec![Vec::new(); ranges.len()];
        for text in self.occurrences.chunk_by(|a, b| a.0 == b.0) {
            let mut counts = vec![0_u32; ranges.len()];
            for (_, ngram) in text {
                if let Some(count) = counts.get_mut(usize::from(range[*ngram as usize])) {
                    *count += 1;
                }
            }
            let some = held.iter_mut().zip(counts).filter(|(_, count)| *count > 0);
            some.for_each(|(held, count)| held.push((Reverse(count), text[0].0)));
        }
        let first = |mut held: Vec<(Reverse<u32>, u32)>| {
            if held.len() > most {
                held.select_nth_unstable(most);
                held.truncate(most);
            }
            held.sort_unstable();
            held.into_iter().map(|(_, text)| text).collect()
        };
        let range = |(distinct, held)| CountRange { distinct, holders: first(held) };
        distinct.into_iter().zip(held).map(range).collect()
    }

    /// The n-grams that most texts share, at least two of them, at most `most`: most frequent first and then in order of
    /// appearance.
    #[must_use]
    pub fn repeated(&self, most: usize) -> Vec<&Ngram> {
        let mut found: Vec<&Ngram> = self.each.iter().filter(|ngram| ngram.texts > 1).collect();
        found.sort_unstable_by_key(|ngram| (Reverse(ngram.texts), ngram.text, ngram.start));
        found.truncate(most);
        found
    }
}
