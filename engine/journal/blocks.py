"""Blocks of readings as journal records carry them; the form itself is `engine.store.blocks`, which chunks share."""

from engine.store.blocks import RawBlock, decode_block, decode_header, encode_block, encode_rows

__all__ = ["RawBlock", "decode_block", "decode_header", "encode_block", "encode_rows"]
