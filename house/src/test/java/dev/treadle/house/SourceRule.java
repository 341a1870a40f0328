package dev.treadle.house;

import java.util.List;

/// A house rule that looks at one Java file at a time.
interface SourceRule extends Rule {

  List<Finding> check(JavaSource source);

  @Override
  default List<Finding> check(Checkout checkout) {
    return checkout.sources().stream().flatMap(source -> check(source).stream()).toList();
  }
}
