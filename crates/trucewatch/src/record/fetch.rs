//! Pages and feeds by their address, for adding: what was fetched before is asked for again only where it has changed.

use super::{Error, Record, add::plain};
use crate::ingest::{
    Failure, Origin, Raw, feed_items,
    fetch::{Fetched, Fetcher, Seen},
    is_feed,
};
use trucewatch_ledger::Ledger;

/// Derived rows of fetched addresses: key the address, body `ETag` and `Last-Modified` on a line each.
const FETCHED: &str = "fetched";

/// What fetching brought.
#[derive(Debug, Default)]
pub struct Harvest {
    /// Pages and items of feeds, ready to be added.
    pub reports: Vec<Result<Raw, Failure>>,
    /// Addresses that have not changed since they were last fetched, or were fetched as items of a feed before.
    pub unchanged: usize,
    /// What to remember once the reports are added, see [`Record::remember_fetched`].
    pub seen: Vec<(String, Seen)>,
}

impl Record {
    /// Fetches addresses: a page is one report; of a feed the pages of its new items, and of an item without address, or whose
    /// page cannot be had, what the feed itself brings.
    ///
    /// # Errors
    /// Where the ledger cannot be read. An address that cannot be fetched is a failure among the reports.
    pub fn fetch(&self, addresses: &[String], fetcher: &mut Fetcher) -> Result<Harvest, Error> {
        let mut harvest = Harvest::default();
        for address in addresses {
            match fetcher.fetch(address, seen(&self.ledger, address)?.as_ref()) {
                Err(failure) => harvest.reports.push(Err(failure)),
                Ok(Fetched::Unchanged) => harvest.unchanged += 1,
                Ok(Fetched::Page(page)) => {
                    harvest.seen.push((address.clone(), page.seen.clone()));
                    if is_feed(&page.bytes) {
                        self.fetch_items(address, &page.bytes, fetcher, &mut harvest)?;
                    } else {
                        harvest.reports.push(Ok(page.into_raw()));
                    }
                }
            }
        }
        Ok(harvest)
    }

    fn fetch_items(&self, feed: &str, bytes: &[u8], fetcher: &mut Fetcher, harvest: &mut Harvest) -> Result<(), Error> {
        let origin = |address: &str| Origin { file: address.into(), line: None };
        let items = match feed_items(bytes, Some(feed)) {
            Ok(items) => items,
            Err(what) => {
                harvest.reports.push(Err(Failure::new(origin(feed), format!("not a feed that can be read: {what}"))));
                return Ok(());
            }
        };
        for item in items {
            let Some(link) = item.link.clone() else {
                harvest.reports.extend(item.into_raw(origin(feed)).map(Ok));
                continue;
            };
            if seen(&self.ledger, &link)?.is_some() {
                harvest.unchanged += 1;
                continue;
            }
            match fetcher.fetch(&link, None) {
                Ok(Fetched::Page(page)) => {
                    harvest.seen.push((link, page.seen.clone()));
                    let mut raw = page.into_raw();
                    raw.known.published = raw.known.published.or(item.published);
                    raw.known.title = raw.known.title.or(item.title);
                    harvest.reports.push(Ok(raw));
                }
                Ok(Fetched::Unchanged) => harvest.unchanged += 1,
                // The feed's own words are less than the page, and more than nothing.
                Err(failure) => match item.into_raw(origin(&link)) {
                    Some(raw) => harvest.reports.push(Ok(raw)),
                    None => harvest.reports.push(Err(failure)),
                },
            }
        }
        Ok(())
    }

    /// Notes what was fetched, once its reports are in the record.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn remember_fetched(&mut self, seen: &[(String, Seen)]) -> Result<(), Error> {
        let mut batch = self.ledger.begin()?;
        for (address, seen) in seen {
            let lines = [seen.etag.as_deref(), seen.last_modified.as_deref()].map(Option::unwrap_or_default).join("\n");
            batch.derived_put(&plain(FETCHED, address, lines.into_bytes()))?;
        }
        batch.commit()?;
        Ok(())
    }
}

fn seen(ledger: &Ledger, address: &str) -> Result<Option<Seen>, Error> {
    let Some(row) = ledger.derived_get(FETCHED, address)? else { return Ok(None) };
    let text = String::from_utf8_lossy(&row.body).into_owned();
    let mut lines = text.split('\n').map(|line| Some(line.to_owned()).filter(|line| !line.is_empty()));
    Ok(Some(Seen { etag: lines.next().flatten(), last_modified: lines.next().flatten() }))
}
