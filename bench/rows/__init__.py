# SPDX-License-Identifier: Apache-2.0
"""Rows of the table that take more than one program, by what they measure: functions of a Bench, which run.py calls."""
