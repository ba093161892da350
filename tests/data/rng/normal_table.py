# SPDX-License-Identifier: Apache-2.0
# Writes the rows of include/spate/rng/detail/normal_table.inc; needs mpmath. See normal.hpp for what they mean.
from statistics import NormalDist

import mpmath as mp

mp.mp.dps = 40
OCTAVES, PARTS, DEGREE, POINT = 64, 4, 6, 59


def upper_quantile(t):
    """z with P(Z > z) = t."""
    z = mp.mpf(-NormalDist().inv_cdf(float(t)))
    for _ in range(3):
        tail = mp.erfc(z / mp.sqrt(2)) / 2
        density = mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi)
        step = (tail - t) / density
        z += step / (1 - z * step / 2)
    return z


def row(octave, part):
    """Coefficients in x of the polynomial through the Chebyshev points of the part, x running over [-1, 1]."""
    n = DEGREE + 1
    points = [mp.cos(mp.pi * (2 * i + 1) / (2 * n)) for i in range(n)]
    middle, half = (mp.mpf(2 * part + 1)) / (2 * PARTS), mp.mpf(1) / (2 * PARTS)
    values = [upper_quantile(mp.mpf(2) ** -(octave + 2) * (1 + middle + half * x)) for x in points]
    matrix = mp.matrix(n, n)
    for i, x in enumerate(points):
        for j in range(n):
            matrix[i, j] = x**j
    return [int(mp.nint(c * 2**POINT)) for c in mp.lu_solve(matrix, mp.matrix(values))]


print("// SPDX-License-Identifier: Apache-2.0")
print("// Written by tests/data/rng/normal_table.py.")
for octave in range(OCTAVES):
    for part in range(PARTS):
        print("{" + ", ".join(str(c) for c in row(octave, part)) + "},")
