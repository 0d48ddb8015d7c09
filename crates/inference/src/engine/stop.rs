//! Stop texts across the borders of tokens.

/// Passes text on and holds back what may be the start of a stop text.
pub struct StopFilter {
    stops: Vec<String>,
    held: String,
}

impl StopFilter {
    /// A filter for these texts; empty ones are ignored.
    pub fn new(stops: &[String]) -> Self {
        Self { stops: stops.iter().filter(|s| !s.is_empty()).cloned().collect(), held: String::new() }
    }

    /// Takes new text. Returns what may be shown, and whether a stop text was found after it.
    pub fn push(&mut self, text: &str) -> (String, bool) {
        self.held.push_str(text);
        // The one that is complete first, so that it does not matter how the text was cut into tokens.
        let found = self.stops.iter().filter_map(|stop| {
            let at = self.held.find(stop.as_str())?;
            Some((at + stop.len(), at))
        });
        if let Some((_, at)) = found.min() {
            self.held.truncate(at);
            return (std::mem::take(&mut self.held), true);
        }
        let keep = self.longest_start();
        let held = self.held.split_off(self.held.len() - keep);
        (std::mem::replace(&mut self.held, held), false)
    }

    /// The text that was held back, when nothing follows.
    pub fn finish(&mut self) -> String {
        std::mem::take(&mut self.held)
    }

    /// Length of the longest end of the held text that starts a stop text.
    fn longest_start(&self) -> usize {
        let starts_a_stop = |tail: &str| self.stops.iter().any(|stop| stop.starts_with(tail));
        self.held
            .char_indices()
            .map(|(at, _)| &self.held[at..])
            .find(|t| starts_a_stop(t))
            .map_or(0, str::len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_texts_are_found_across_tokens() {
        let check = |stops: &[&str], pieces: &[&str], shown: &str, stopped: bool| {
            let stops: Vec<String> = stops.iter().map(|s| (*s).to_owned()).collect();
            let mut filter = StopFilter::new(&stops);
            let mut text = String::new();
            let mut found = false;
            for piece in pieces {
                let (more, stop) = filter.push(piece);
                text.push_str(&more);
                found |= stop;
                if stop {
                    break;
                }
            }
            if !found {
                text.push_str(&filter.finish());
            }
            assert_eq!((text.as_str(), found), (shown, stopped), "{stops:?} in {pieces:?}");
        };
        check(&["\n\n"], &["one\n", "\ntwo"], "one", true);
        check(&["\n\n"], &["one\n", "two"], "one\ntwo", false);
        check(&["END"], &["a", "E", "N", "D"], "a", true);
        check(&["END"], &["a", "E", "N"], "aEN", false);
        check(&["aab"], &["a", "a", "a", "b"], "a", true);
        check(&["xyz", "y"], &["wx", "yz"], "wx", true);
        check(&["é!"], &["caf", "é", "!"], "caf", true);
        check(&[], &["any", "thing"], "anything", false);
        check(&[""], &["any"], "any", false);
    }
}
