"""Blocks of readings as journal records carry them, in the one form that chunks share (`engine.store.blocks`)."""

from engine.store.blocks import RawBlock, decode_block, decode_header, encode_block, encode_rows

__all__ = ["RawBlock", "decode_block", "decode_header", "encode_block", "encode_rows"]
