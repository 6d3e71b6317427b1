"""With what a release was made: kept in its file, read back, and compared in words."""

from __future__ import annotations

import dataclasses

from warehouse.connection import open_scratch
from warehouse.contract import load_contracts
from warehouse.method_record import Method, differences, keep_method, kept_method, present_method
from warehouse.model import load_models
from warehouse.table_store import ensure_tables


def test_a_record_is_kept_and_read_back() -> None:
    with open_scratch() as con:
        assert kept_method(con) is None
        ensure_tables(con)
        method = present_method(con, {"SUM-CHILDREN": "1" * 64})
        assert set(method.models) == set(load_models()) and set(method.contracts) == set(load_contracts()) and method.reference == ""
        keep_method(con, method)
        keep_method(con, method)
        assert kept_method(con) == method


def test_differences_are_named() -> None:
    before = Method({"mart.a": "1", "mart.b": "1"}, {"mart.a": "1"}, {"OLD-RULE": "1"}, "a" * 64)
    after = Method({"mart.a": "1", "mart.b": "2"}, {"mart.a": "1"}, {"NEW-RULE": "1"}, "b" * 64)
    assert differences(before, before) == [] and before.digest != after.digest
    assert before.digest == dataclasses.replace(before, models={"mart.b": "1", "mart.a": "1"}).digest
    assert differences(before, after) == [
        "mô hình tính (SQL) đã đổi: mart.b",
        "quy tắc kiểm tra đã đổi: NEW-RULE (mới), OLD-RULE (đã bỏ)",
        "dữ liệu tham chiếu đã đổi (mã aaaaaaaaaaaa → bbbbbbbbbbbb)",
    ]
