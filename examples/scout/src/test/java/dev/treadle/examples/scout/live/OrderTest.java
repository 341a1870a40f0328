package dev.treadle.examples.scout.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.treadle.examples.scout.CrawlSettings;
import dev.treadle.http.Form;
import dev.treadle.http.Url;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderTest {

  @Test
  void anAddressIsEnough() throws Exception {
    var order = Order.of(Form.of("url", " https://example.com/ ", "depth", "", "rate", ""));

    assertThat(order).isEqualTo(new Order(Url.of("https://example.com/"), CrawlSettings.DEFAULT));
  }

  @Test
  void everythingElseMayBeSaid() throws Exception {
    var order =
        Order.of(
            Form.of(
                "url",
                "http://localhost:8081",
                "depth",
                "3",
                "concurrency",
                "5",
                "perHost",
                "2",
                "rate",
                "10",
                "external",
                "skip"));

    assertThat(order.settings().scope().depth()).isEqualTo(3);
    assertThat(order.settings().scope().external()).isEqualTo(CrawlSettings.External.SKIP);
    assertThat(order.settings().pace())
        .isEqualTo(new CrawlSettings.Pace(5, 2, 10, Duration.ofSeconds(1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|Enter the address at which the crawl is to begin.",
        "example.com|An address begins with http:// or https://, such as https://example.com.",
        "ftp://example.com|An address begins with http:// or https://, such as https://example.com.",
        "javascript:alert(1)|An address begins with http:// or https://, such as https://example.com.",
      })
  void anAddressThatIsNoneIsRefused(String text, String message) {
    assertThat(refusal("url", text)).isEqualTo("url: " + message);
  }

  @Test
  void anAddressThatIsWrongInItselfIsToldFromOneThatIsNone() {
    assertThat(refusal("url", "http://exa mple.com/")).startsWith("url: This is no address: ");
    assertThat(refusal("url", "http://a/" + "x".repeat(2000)))
        .isEqualTo("url: This address is longer than 2000 characters.");
  }

  @ParameterizedTest
  @CsvSource({
    "depth, -1, The depth is a whole number from 0 to 1000.",
    "depth, two, The depth is a whole number from 0 to 1000.",
    "concurrency, 0, Concurrency is a whole number from 1 to 256.",
    "concurrency, 257, Concurrency is a whole number from 1 to 256.",
    "perHost, 1.5, Fetches per host is a whole number from 1 to 64.",
    "rate, 99999999999, The rate is a whole number from 0 to 1000.",
    "external, forget, Links to other hosts are checked or skipped.",
  })
  void whatIsOutOfBoundsIsRefused(String field, String value, String message) {
    assertThat(refusal("url", "http://a/", field, value)).isEqualTo(field + ": " + message);
  }

  private static String refusal(String... form) {
    var refused = catchThrowableOfType(Order.Refused.class, () -> Order.of(Form.of(form)));
    assertThat(refused.mistakes()).hasSize(1);
    var mistake = refused.mistakes().getFirst();
    return mistake.field() + ": " + mistake.message();
  }
}
