package dev.treadle.seam;

/// Marks throwables that say "you were cancelled" rather than "something failed".
///
/// Code that catches broadly, such as an assertion that expects any exception, lets these pass.
public interface CancellationSignal {}
