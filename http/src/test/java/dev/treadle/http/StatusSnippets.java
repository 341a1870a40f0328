package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The examples of [Status], run as tests.
class StatusSnippets {

  // @start region="read"
  String advice(Status status) {
    if (status.isSuccess()) {
      return "go on";
    }
    return status.equals(Status.SERVICE_UNAVAILABLE) ? "try again" : "give up: " + status;
  }

  // @end region="read"

  @Test
  void aStatusSaysWhatToDo() {
    assertThat(advice(Status.NO_CONTENT)).isEqualTo("go on");
    assertThat(advice(Status.of(503))).isEqualTo("try again");
    assertThat(advice(Status.NOT_FOUND)).isEqualTo("give up: 404 Not Found");
  }
}
