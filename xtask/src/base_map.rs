//! Packs Natural Earth's countries, a TopoJSON file of npm `world-atlas`, into the map that pages are drawn over. The layout is
//! described where it is read, in the command line's `web/draw/base_map.rs`.

use serde_json::Value;
use std::{fs, io, path::Path};

/// Steps of a degree: 100 are about a kilometre, finer than the outlines are.
const STEPS: f64 = 100.0;

/// Packs the countries of `topology` into `out` and tells how large it became.
pub fn pack(topology: &Path, out: &Path) -> io::Result<()> {
    let topology: Value = serde_json::from_slice(&fs::read(topology)?)?;
    let packed = packed(&topology).ok_or_else(|| io::Error::other("not a TopoJSON file with `countries`"))?;
    println!("{} bytes", packed.len());
    fs::write(out, packed)
}

fn packed(topology: &Value) -> Option<Vec<u8>> {
    let mut out = b"TWMAP1\n".to_vec();
    let arcs = topology["arcs"].as_array()?;
    number(&mut out, arcs.len() as i64);
    for arc in arcs {
        let points = points(topology, arc)?;
        number(&mut out, points.len() as i64);
        let mut before = (0, 0);
        for point in points {
            number(&mut out, point.0 - before.0);
            number(&mut out, point.1 - before.1);
            before = point;
        }
    }
    let countries = topology["objects"]["countries"]["geometries"].as_array()?;
    number(&mut out, countries.len() as i64);
    for country in countries {
        let name = country["properties"]["name"].as_str()?;
        number(&mut out, name.len() as i64);
        out.extend(name.as_bytes());
        let rings = rings(country)?;
        number(&mut out, rings.len() as i64);
        for ring in rings {
            let ring = ring.as_array()?;
            number(&mut out, ring.len() as i64);
            for arc in ring {
                number(&mut out, arc.as_i64()?);
            }
        }
    }
    Some(out)
}

/// An arc in steps of a degree, each point once.
fn points(topology: &Value, arc: &Value) -> Option<Vec<(i64, i64)>> {
    let transform = |name: &str, axis: usize| topology["transform"][name][axis].as_f64();
    let scale = (transform("scale", 0)?, transform("scale", 1)?);
    let translate = (transform("translate", 0)?, transform("translate", 1)?);
    let mut points = Vec::new();
    let (mut x, mut y) = (0, 0);
    for step in arc.as_array()? {
        (x, y) = (x + step[0].as_i64()?, y + step[1].as_i64()?);
        let steps = |count: i64, scale: f64, from: f64| ((count as f64 * scale + from) * STEPS).round() as i64;
        points.push((steps(x, scale.0, translate.0), steps(y, scale.1, translate.1)));
    }
    points.dedup();
    Some(points)
}

/// All rings of a country, outer ones and holes alike: drawn with the even-odd rule they need no order.
fn rings(country: &Value) -> Option<Vec<&Value>> {
    let arcs = country["arcs"].as_array();
    match country["type"].as_str()? {
        "Polygon" => Some(arcs?.iter().collect()),
        "MultiPolygon" => Some(arcs?.iter().filter_map(Value::as_array).flatten().collect()),
        _ => Some(Vec::new()),
    }
}

/// A number in as few bytes as it needs: zigzag, seven bits a byte, the lowest first.
fn number(out: &mut Vec<u8>, number: i64) {
    let mut rest = ((number << 1) ^ (number >> 63)) as u64;
    while rest >= 0x80 {
        out.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_of_both_signs_take_one_byte() {
        let of = |value| {
            let mut out = Vec::new();
            number(&mut out, value);
            out
        };
        assert_eq!((of(0), of(-1), of(1), of(-64)), (vec![0], vec![1], vec![2], vec![127]));
        assert_eq!(of(64), [0x80, 1]);
    }

    #[test]
    fn arcs_are_sums_of_steps_and_points_that_fall_together_are_one() {
        let topology = serde_json::json!({
            "transform": {"scale": [0.001, 0.001], "translate": [-180, -90]},
            "arcs": [[[1000, 0], [1, 1], [10, 0]]],
        });
        assert_eq!(points(&topology, &topology["arcs"][0]).unwrap(), [(-17900, -9000), (-17899, -9000)]);
    }
}
