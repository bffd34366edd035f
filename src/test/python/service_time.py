"""Service times of the sandbox, written a second time from docs/sandbox.md: the oracle of ServiceTimesTest.

Run: python3 src/test/python/service_time.py
"""

import json
import math

MASK = (1 << 64) - 1


def step(value, unit):
    return ((value ^ unit) * 0x100000001B3) & MASK


def add_text(value, text):
    units = text.encode("utf-16-be")
    value = step(value, len(units) // 2)
    for i in range(0, len(units), 2):
        value = step(value, units[i] << 8 | units[i + 1])
    return value


def add_json(value, node):
    if isinstance(node, dict):
        value = step(value, ord("{"))
        for key in sorted(node):
            value = add_json(add_text(value, key), node[key])
        return step(value, ord("}"))
    if isinstance(node, list):
        value = step(value, ord("["))
        for element in node:
            value = add_json(value, element)
        return step(value, ord("]"))
    if isinstance(node, str):
        return add_text(step(value, ord('"')), node)
    return add_text(step(value, ord("#")), json.dumps(node))


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def seconds(template, quality, inputs):
    content = mix(add_json(add_text(add_text(0xCBF29CE484222325, template), quality), inputs))

    def uniform(stream):
        return (mix((content + stream * 0x9E3779B97F4A7C15) & MASK) >> 11) * 2.0**-53

    def lognormal(median, sigma):
        z = math.sqrt(-2 * math.log(1 - uniform(1))) * math.cos(2 * math.pi * uniform(2))
        return median * math.exp(sigma * max(-3.0, min(3.0, z)))

    def text():
        share = [0, 0.5, 0.9, 0.99, 1]
        tokens = [10, 129, 424, 601, 800]
        u = uniform(1)
        i = next(i for i in range(1, 5) if u <= share[i])
        output = tokens[i - 1] + (u - share[i - 1]) / (share[i] - share[i - 1]) * (tokens[i] - tokens[i - 1])
        return len(inputs["prompt"]) / 4 * 0.0003 + output * 0.03

    standard = {
        "image_generation_v1": lambda: lognormal(24.4, 0.549),
        "video_generation_v1": lambda: lognormal(60, 0.5),
        "audio_generation_v1": lambda: lognormal(12, 0.45),
        "text_generation_v1": text,
    }[template]()
    return standard * {"draft": 0.5, "standard": 1, "high": 2}[quality]


for template, quality in [
    ("image_generation_v1", "standard"),
    ("video_generation_v1", "draft"),
    ("audio_generation_v1", "high"),
    ("text_generation_v1", "standard"),
]:
    print(f"{template}, {quality}, {seconds(template, quality, {'prompt': 'a red fox', 'seed': 7})!r}")
