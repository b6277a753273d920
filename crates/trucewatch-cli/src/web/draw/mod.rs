//! What is drawn: SVG made by the server from plain data. Along an axis all places are in percent, so that a drawing fills any width
//! while its words keep their size; colours and strokes are classes of `assets/style.css`.

mod axis;
mod ground;
mod map;
mod places;
mod range;
mod strip;
mod timeline;
mod view;

pub use map::small_map;
pub use places::{Spot, What, places_map};
pub use range::{most, toll_bar};
pub use strip::strip;
pub use timeline::timeline;

/// A share of the width, from 0 to 100: "12.5%".
fn percent(share: f64) -> String {
    let text = format!("{:.2}", share.clamp(-100.0, 200.0));
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}
