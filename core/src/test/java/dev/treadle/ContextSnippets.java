package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;

/// The example of [Context]'s documentation, run as a test.
class ContextSnippets {

  // @start region="where"
  static final ScopedValue<String> USER = ScopedValue.newInstance();

  static String greetings() {
    return Context.where(USER, "ada")
        .call(() -> Treadle.gather(
            () -> "hello " + USER.get(),
            () -> Treadle.blocking(() -> "bye " + USER.get()),
            (hello, bye) -> hello + ", " + bye));
  }

  // @end

  @TreadleTest
  void everyTaskReadsTheValue() {
    assertThat(greetings()).isEqualTo("hello ada, bye ada");
  }
}
