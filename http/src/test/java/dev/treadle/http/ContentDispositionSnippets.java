package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The examples of [ContentDisposition], run as tests.
class ContentDispositionSnippets {

  // @start region="attachment"
  Headers asDownload(Headers answer, String title) {
    // Whatever the title has in it: filename*=UTF-8''r%C3%A9sum%C3%A9.pdf
    var disposition = ContentDisposition.attachment(title + ".pdf");
    return answer.with("Content-Disposition", disposition.toString());
  }

  // @end region="attachment"

  @Test
  void titlesInEveryLanguageAreFileNames() {
    assertThat(asDownload(Headers.empty(), "résumé").first("Content-Disposition"))
        .contains("filename*=UTF-8''r%C3%A9sum%C3%A9.pdf");
  }
}
