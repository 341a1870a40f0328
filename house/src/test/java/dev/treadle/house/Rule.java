package dev.treadle.house;

import java.util.List;

/// A house rule, checked over a whole checkout.
interface Rule {

  /// Returns the name by which the table of exceptions knows this rule.
  String name();

  /// Returns what breaks this rule, exceptions not yet subtracted.
  List<Finding> check(Checkout checkout);
}
