//! Points of the earth, as WGS 84 degrees: how they are written, and how far they lie apart.

use serde::{Serialize, Serializer};

/// Degrees with five decimals, a metre: an `f32` printed in full would claim nanometres.
pub fn degrees(value: f32) -> f64 {
    (f64::from(value) * 1e5).round() / 1e5
}

/// Great-circle distance in kilometres between two points, each as latitude and longitude.
pub fn distance_km(a: (f32, f32), b: (f32, f32)) -> f32 {
    let (lat_a, lon_a, lat_b, lon_b) = (a.0.to_radians(), a.1.to_radians(), b.0.to_radians(), b.1.to_radians());
    let h = ((lat_b - lat_a) / 2.0).sin().powi(2) + lat_a.cos() * lat_b.cos() * ((lon_b - lon_a) / 2.0).sin().powi(2);
    12742.0 * h.min(1.0).sqrt().asin()
}

/// For `#[serde(serialize_with)]`: a degree as [`degrees`] writes it.
pub fn serialize_degrees<S: Serializer>(value: &Option<f32>, serializer: S) -> Result<S::Ok, S::Error> {
    value.map(degrees).serialize(serializer)
}

/// For `#[serde(serialize_with)]`: a point as [`degrees`] writes it.
pub fn serialize_point<S: Serializer>(value: &Option<(f32, f32)>, serializer: S) -> Result<S::Ok, S::Error> {
    value.map(|(lat, lon)| (degrees(lat), degrees(lon))).serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_claim_no_more_than_a_metre() {
        assert_eq!(degrees(34.9267), 34.9267);
        assert!(f64::from(34.9267_f32) != 34.9267, "an f32 says more");
    }

    #[test]
    fn a_degree_of_latitude_is_111_kilometres_and_the_antipode_half_way_round() {
        let km = distance_km((36.0, 37.0), (37.0, 37.0));
        assert!((km - 111.2).abs() < 0.1, "{km}");
        let km = distance_km((0.0, 0.0), (0.0, 180.0));
        assert!((km - 20_015.0).abs() < 1.0, "{km}");
    }
}
