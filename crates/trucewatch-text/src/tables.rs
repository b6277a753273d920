//! Tables that are searched where they lie: lines sorted by bytes, a key, a tab, a value. No loading, no hashing.

/// The value behind `key`; `None` where there is no such line.
pub(crate) fn find<'t>(table: &'t str, key: &str) -> Option<&'t str> {
    let bytes = table.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = bytes[low..middle].iter().rposition(|&b| b == b'\n').map_or(low, |at| low + at + 1);
        let end = bytes[middle..].iter().position(|&b| b == b'\n').map_or(bytes.len(), |at| middle + at);
        let line = &table[start..end];
        let (found, value) = line.split_once('\t').unwrap_or((line, ""));
        match found.as_bytes().cmp(key.as_bytes()) {
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
            std::cmp::Ordering::Equal => return Some(value),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn every_line_is_found_and_nothing_else() {
        let table = "at\t1\nceasefire\t2\nrebel\t3\ntruce\t4\n";
        for (word, value) in [("at", "1"), ("ceasefire", "2"), ("rebel", "3"), ("truce", "4")] {
            assert_eq!(find(table, word), Some(value));
        }
        for word in ["", "a", "cease", "rebels", "zone"] {
            assert_eq!(find(table, word), None, "{word}");
        }
        assert_eq!(find("", "at"), None);
    }
}
