"""Alembic's entry: runs the migrations on the connection that `engine.store.migrate` hands over."""

from __future__ import annotations

from alembic import context

from engine.store.metadata import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
