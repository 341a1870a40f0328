package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The examples of [Form], run as tests.
class FormSnippets {

  // @start region="read"
  List<String> chosen(String query) {
    var form = Form.parse(query); // colour=red&colour=green&size=
    if (form.require("size").isEmpty()) {
      form = form.with("size", "M");
    }
    return form.all("colour");
  }

  // @end region="read"

  @Test
  void whatIsChosenIsKnown() {
    assertThat(chosen("colour=red&colour=green&size=")).containsExactly("red", "green");
  }
}
