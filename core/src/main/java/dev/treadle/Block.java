package dev.treadle;

import org.jspecify.annotations.Nullable;

/// The scope of a block of code that runs on some strand.
class Block extends Scope {

  private final Strand strand;

  Block(@Nullable Scope parent, Strand strand) {
    super(parent);
    this.strand = strand;
  }

  @Override
  final Strand strand() {
    return strand;
  }
}
