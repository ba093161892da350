# SPDX-License-Identifier: Apache-2.0
"""`random_collection(random)`: a collection that keeps all rules, of any types, with any keys."""

SCALARS = ("Bool", "Int8", "Int16", "Int32", "Int64", "Float", "Double", "VarChar", "String")
VECTORS = ("FloatVector", "BinaryVector", "Float16Vector", "BFloat16Vector", "Int8Vector", "SparseFloatVector")
BITS = {"Int8": 8, "Int16": 16, "Int32": 32, "Int64": 64}
WORDS = ("a", "ab", "Köln", "x y", "", "\"q\"", "🙂", "0")


def is_text(kind):
    return kind in ("VarChar", "String")


def bounds(random, field):
    """min and max, none, or one of them; the range of the values that are then allowed."""
    kind = field["type"]
    if kind in BITS:
        low, high = -2 ** (BITS[kind] - 1), 2 ** (BITS[kind] - 1) - 1
        a, b = sorted(random.sample(range(-100, 100), 2)) if random.random() < 0.5 else sorted((random.randint(low, high - 1), high))
        low, high = (low, high) if random.random() < 0.4 else (a, max(b, a + 1))
        limits = (-2 ** (BITS[kind] - 1), 2 ** (BITS[kind] - 1) - 1)
    else:
        a = round(random.uniform(-1e4, 1e4), 3)
        low, high = (a, a + random.choice((0.01, 1, 1000, 1e6)))
        limits = (None, None)
    if random.random() < 0.7 and low != limits[0]:
        field["min"] = low
    if random.random() < 0.7 and high != limits[1]:
        field["max"] = high
    return low, high


def value(random, field, span):
    """A value that the field may have."""
    kind = field["type"]
    if kind == "Bool":
        return random.random() < 0.5
    if is_text(kind):
        return random.choice([word for word in WORDS if len(word.encode()) <= field["max_length"]])
    return random.randint(*span) if kind in BITS else random.choice((span[0], span[1], (span[0] + span[1]) / 2))


def scalar(random, field):
    kind, span = field["type"], None
    if is_text(kind):
        field["max_length"] = random.choice((1, 2, 3, 10, 50, 500, 65535))
    elif kind != "Bool":
        span = bounds(random, field)
    field["nullable"] = random.random() < 0.4
    if random.random() < 0.2:
        field["default_value"] = value(random, field, span)
    if kind != "Bool":
        if random.random() < 0.2:
            field["cardinality_ratio"] = random.choice((0, 0.01, 0.5, 1))
        elif random.random() < 0.2:
            field["enum_values"] = [value(random, field, span) for _ in range(random.randint(1, 5))]


def array(random, field):
    field["element_type"] = random.choice(SCALARS)
    field["max_capacity"] = random.choice((1, 2, 10, 100, 4096))
    if is_text(field["element_type"]):
        field["max_length"] = random.choice((1, 5, 100))
    field["nullable"] = random.random() < 0.5


def vector(random, field):
    kind = field["type"]
    if kind == "SparseFloatVector":
        if random.random() < 0.5:
            field["dim"] = random.choice((1, 2, 100, 30000, 2**32 - 1))
    elif kind == "BinaryVector":
        field["dim"] = 8 * random.choice((1, 2, 3, 16, 129, 1024))
    else:
        field["dim"] = random.choice((2, 3, 7, 64, 129, 768))


def primary(random, name):
    field = {"name": name, "type": random.choice(("Int64", "VarChar", "String")), "is_primary": True}
    if field["type"] == "Int64":
        field["auto_id"] = random.random() < 0.5
        if not field["auto_id"] and random.random() < 0.3:
            field["min"] = random.randint(-10**9, 10**9)
            if random.random() < 0.5:
                field["max"] = field["min"] + random.choice((10**4, 10**12))
    else:
        field["max_length"] = random.choice((8, 20, 100, 65535))
    return field


def random_collection(random, number):
    """The fields have all types in turn, so that seventeen collections miss none."""
    kinds = [(*SCALARS, "JSON", "Array", *VECTORS)[number % 17], random.choice(VECTORS)]
    kinds += [random.choice((*SCALARS, "JSON", "Array", *VECTORS)) for _ in range(random.randint(0, 8))]
    fields = []
    for i, kind in enumerate(kinds):
        field = {"name": f"{random.choice(('', '_', 'A'))}{kind.lower()}_{i}", "type": kind}
        if kind in SCALARS:
            scalar(random, field)
        elif kind == "Array":
            array(random, field)
        elif kind == "JSON":
            field["nullable"] = random.random() < 0.5
        else:
            vector(random, field)
        if random.random() < 0.2:
            field["description"] = "Of type " + kind
        fields.append(field)
    partition = [field for field in fields if field["type"] in ("Int64", "VarChar", "String") and not field.get("nullable")]
    if partition and random.random() < 0.3:
        random.choice(partition)["is_partition_key"] = True
    fields.insert(random.randint(0, len(fields)), primary(random, "key"))
    for field in fields:
        for key in ("auto_id", "nullable"):
            if field.get(key) is False and random.random() < 0.5:
                del field[key]
    if random.random() < 0.15:
        return fields
    return {"collection_name": f"random_{number}", "fields": fields, **({"description": "made at random"} if random.random() < 0.3 else {})}
