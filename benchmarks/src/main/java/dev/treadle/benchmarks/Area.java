package dev.treadle.benchmarks;

import java.util.List;

/// A part of Treadle that makes claims about its speed or size.
///
/// To add one: implement this in a package of its own, and list it in `Areas`.
public interface Area {

  /// Returns the word that selects this area on the command line.
  String name();

  /// Returns what is measured, in one line.
  String title();

  /// Returns what is claimed, in the order of the table.
  List<Claim> claims();
}
