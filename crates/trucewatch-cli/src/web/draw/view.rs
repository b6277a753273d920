//! From degrees to the drawing: Web Mercator, in units of which a map is 960 wide and 540 high.

use crate::web::filter::Frame;

/// Width of a map.
pub const WIDTH: f64 = 960.0;
/// Height of a map.
pub const HEIGHT: f64 = 540.0;
/// Mercator has no poles.
const FARTHEST: f64 = 82.0;

/// A part of the world as it is drawn.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Longitude of the left edge.
    west: f64,
    /// Northing of the upper edge.
    north: f64,
    /// Units in a degree of longitude.
    scale: f64,
}

impl View {
    /// A view that holds a frame, with the frame in its middle.
    pub fn around(frame: Frame) -> View {
        let (west, east) = (f64::from(frame.west), f64::from(frame.east));
        let (south, north) = (northing(f64::from(frame.south)), northing(f64::from(frame.north)));
        let scale = (WIDTH / (east - west).max(1e-6)).min(HEIGHT / (north - south).max(1e-6)).max(WIDTH / 360.0);
        View { west: (west + east - WIDTH / scale) / 2.0, north: (south + north + HEIGHT / scale) / 2.0, scale }
    }

    /// Where a point stands, in units from the upper left corner.
    pub fn at(&self, lat: f64, lon: f64) -> (f64, f64) {
        ((lon - self.west) * self.scale, (self.north - northing(lat)) * self.scale)
    }

    /// How many units some kilometres are at a latitude.
    pub fn kilometres(&self, count: f64, lat: f64) -> f64 {
        count / (111.3 * lat.clamp(-FARTHEST, FARTHEST).to_radians().cos()) * self.scale
    }
}

/// Mercator's height over the equator, in degrees of longitude.
fn northing(lat: f64) -> f64 {
    (45.0 + lat.clamp(-FARTHEST, FARTHEST) / 2.0).to_radians().tan().ln().to_degrees()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_holds_its_frame_in_the_middle() {
        let frame = Frame { west: 36.0, south: 33.0, east: 38.0, north: 37.0 };
        let view = View::around(frame);
        let ((left, upper), (right, lower)) = (view.at(37.0, 36.0), view.at(33.0, 38.0));
        assert!(upper.abs() < 1e-6 && (lower - HEIGHT).abs() < 1e-6, "{upper} {lower}");
        assert!((left + right - WIDTH).abs() < 1e-6 && left > 0.0);
    }

    #[test]
    fn a_point_a_pole_and_the_whole_world_are_no_trouble() {
        for frame in [
            Frame { west: 36.0, south: 34.0, east: 36.0, north: 34.0 },
            Frame { west: -180.0, south: -90.0, east: 180.0, north: 90.0 },
        ] {
            let (x, y) = View::around(frame).at(90.0, 0.0);
            assert!(x.is_finite() && y.is_finite());
        }
    }

    #[test]
    fn kilometres_grow_towards_the_poles() {
        let view = View::around(Frame { west: 0.0, south: 0.0, east: 10.0, north: 5.0 });
        assert!((view.kilometres(111.3, 0.0) - WIDTH / 10.0).abs() < 1e-9);
        assert!((view.kilometres(111.3, 60.0) - WIDTH / 5.0).abs() < 1e-9);
    }
}
