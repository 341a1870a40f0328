package dev.treadle.house;

/// Something that breaks a house rule.
///
/// @param name what it is about, as the table of exceptions spells it: a type, a method, a module
/// @param place file and line, so that a terminal or an IDE can jump there
/// @param message what was expected and what came
record Finding(String name, String place, String message) {

  @Override
  public String toString() {
    return place + ": " + message;
  }
}
