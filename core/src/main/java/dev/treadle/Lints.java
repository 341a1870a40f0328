package dev.treadle;

/// Notices habits that defeat cancellation.
final class Lints {

  private Lints() {}

  static void struckAgain(Strand strand, Cancelled again) {}

  static void ignoresInterrupts(Strand strand, long nanos) {}
}
