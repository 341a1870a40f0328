package dev.treadle.http.client;

import static dev.treadle.test.Failures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.MediaType;
import dev.treadle.http.Method;
import dev.treadle.http.client.MockTransport.Answer;
import dev.treadle.http.client.MockTransport.Received;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;

/// Where answers send a client, and what it takes along.
class RedirectsTest {

  private static MockTransport redirecting(int status, String location) {
    return MockTransport.of(received ->
        received.target().endsWith("/from")
            ? Answer.of(status).withHeader("Location", location)
            : Answer.text(200, "here"));
  }

  private static HttpClient client(MockTransport mock, UnaryOperator<ClientSettings> settings) {
    return HttpClient.open(s -> settings.apply(s).withTransport(mock));
  }

  private static HttpClient client(MockTransport mock) {
    return client(mock, s -> s);
  }

  private static Received last(MockTransport mock) {
    return mock.requests().getLast();
  }

  @TreadleTest
  void aRedirectIsFollowedRelativeToWhereItCameFrom() throws Exception {
    var mock = redirecting(302, "../to?x=1");
    try (var client = client(mock)) {
      var response = client.get("http://server/a/b/from");

      assertThat(response.text()).isEqualTo("here");
      assertThat(response.url()).hasToString("http://server/a/to?x=1");
    }
  }

  @TreadleTest
  void aLocationThatIsNotEncodedIsUtf8IfItCanBe() throws Exception {
    var utf8 = redirecting(302, "/caf\u00c3\u00a9");
    var latin = redirecting(302, "/caf\u00e9");
    try (var one = client(utf8);
        var other = client(latin)) {
      assertThat(one.get("http://server/from").url()).hasToString("http://server/caf%C3%A9");
      assertThat(other.get("http://server/from").url()).hasToString("http://server/caf%C3%A9");
    }
  }

  @TreadleTest
  void postBecomesGetWhereEverybodyHasItSo() throws Exception {
    for (int status : List.of(301, 302, 303)) {
      var mock = redirecting(status, "/to");
      try (var client = client(mock)) {
        client.post("http://server/from", Content.text("content"));

        assertThat(last(mock).request().method()).isEqualTo(Method.GET);
        assertThat(last(mock).content()).isEmpty();
        assertThat(last(mock).request().headers().contains("content-type")).isFalse();
      }
    }
  }

  @TreadleTest
  void otherMethodsBecomeGetOnlyIfTheAnswerIsElsewhere() throws Exception {
    var moved = redirecting(302, "/to");
    var elsewhere = redirecting(303, "/to");
    try (var one = client(moved);
        var other = client(elsewhere)) {
      one.put("http://server/from", Content.text("content"));
      other.put("http://server/from", Content.text("content"));

      assertThat(last(moved).request().method()).isEqualTo(Method.PUT);
      assertThat(last(moved).text()).isEqualTo("content");
      assertThat(last(elsewhere).request().method()).isEqualTo(Method.GET);
    }
  }

  @TreadleTest
  void headStaysHead() throws Exception {
    var mock = redirecting(303, "/to");
    try (var client = client(mock)) {
      client.head("http://server/from");

      assertThat(last(mock).request().method()).isEqualTo(Method.HEAD);
    }
  }

  @TreadleTest
  void temporaryAndPermanentRedirectsSendEverythingAgain() throws Exception {
    for (int status : List.of(307, 308)) {
      var mock = redirecting(status, "/to");
      try (var client = client(mock)) {
        client.post("http://server/from", Content.text("content"));

        assertThat(last(mock).request().method()).isEqualTo(Method.POST);
        assertThat(last(mock).text()).isEqualTo("content");
      }
    }
  }

  @TreadleTest
  void contentThatCannotBeSentAgainIsNot() throws Exception {
    var mock = redirecting(307, "/to");
    try (var client = client(mock)) {
      var failure =
          thrownBy(
              HttpException.BadRedirect.class,
              () -> client.post("http://server/from", Content.text("x").once()));

      assertThat(failure)
          .hasMessage(
              "expected content that can be sent again to http://server/to, found that it cannot"
                  + " (307 Temporary Redirect)");
    }
  }

  @TreadleTest
  void secretsAreNotTakenToAnotherOrigin() throws Exception {
    for (var target : List.of("http://other/to", "http://server:81/to")) {
      var mock = redirecting(302, target);
      try (var client = client(mock, s -> s.withAuth(Auth.basic("me", "secret")))) {
        client.send(
            Request.get("http://server/from")
                .withHeader("Cookie", "a=b")
                .withHeader("X-Mine", "kept"));

        assertThat(mock.requests().getFirst().request().headers().contains("authorization"))
            .isTrue();
        assertThat(last(mock).request().headers().contains("authorization")).isFalse();
        assertThat(last(mock).request().headers().contains("cookie")).isFalse();
        assertThat(last(mock).request().headers().first("x-mine")).isEqualTo("kept");
      }
    }
  }

  @TreadleTest
  void secretsStayWithinTheirOrigin() throws Exception {
    var mock = redirecting(302, "http://server/to");
    try (var client = client(mock, s -> s.withAuth(Auth.bearer("token")))) {
      client.get("http://server/from");

      assertThat(last(mock).request().headers().first("authorization")).isEqualTo("Bearer token");
    }
  }

  @TreadleTest
  void secretsDoNotComeBackOnceTheyWereLost() throws Exception {
    var mock =
        MockTransport.of(received ->
            switch (received.target()) {
              case "/from" -> Answer.of(302).withHeader("Location", "http://other/between");
              case "/between" -> Answer.of(302).withHeader("Location", "http://server/to");
              default -> Answer.of(200);
            });
    try (var client = client(mock, s -> s.withAuth(Auth.bearer("token")))) {
      client.get("http://server/from");

      assertThat(last(mock).request().headers().contains("authorization")).isFalse();
    }
  }

  @TreadleTest
  void whatIsSecretOnTheWayStaysSo() throws Exception {
    var mock = redirecting(302, "http://server/to");
    try (var strict = client(mock);
        var careless = client(mock, ClientSettings::withInsecureRedirects)) {
      var failure =
          thrownBy(HttpException.BadRedirect.class, () -> strict.get("https://server/from"));

      assertThat(failure)
          .hasMessage(
              "expected a redirect from https to https, found one to http://server: it would not"
                  + " be secret any more");
      assertThat(careless.get("https://server/from").text()).isEqualTo("here");
    }
  }

  @TreadleTest
  void circlesAreNoticed() throws Exception {
    var mock = redirecting(302, "/from#again");
    try (var client = client(mock)) {
      var failure =
          thrownBy(HttpException.BadRedirect.class, () -> client.get("http://server/from"));

      assertThat(failure)
          .hasMessage(
              "expected redirects to end, found that they go round in circles: GET"
                  + " http://server/from");
      assertThat(mock.requests()).hasSize(1);
    }
  }

  @TreadleTest
  void theSamePlaceMayBeAskedAgainWithACookie() throws Exception {
    var mock =
        MockTransport.of(received ->
            received.request().headers().contains("cookie")
                ? Answer.text(200, "welcome")
                : Answer.of(302).withHeader("Location", "/from").withHeader("Set-Cookie", "a=b"));
    try (var client = client(mock, s -> s.withCookies(CookieJar.create()))) {
      assertThat(client.get("http://server/from").text()).isEqualTo("welcome");
    }
  }

  @TreadleTest
  void redirectsHaveALimit() throws Exception {
    var mock =
        MockTransport.of(
            received -> Answer.of(302).withHeader("Location", received.target() + "x"));
    try (var client = client(mock, s -> s.withMaxRedirects(3))) {
      var failure =
          thrownBy(HttpException.BadRedirect.class, () -> client.get("http://server/from"));

      assertThat(failure)
          .hasMessage("expected at most 3 redirects from GET http://server/from, found more");
      assertThat(mock.requests()).hasSize(4);
    }
  }

  @TreadleTest
  void redirectsNeedNotBeFollowed() throws Exception {
    var mock = redirecting(302, "/to");
    try (var client = client(mock);
        var never = client(mock, s -> s.withMaxRedirects(0))) {
      var request = Request.get("http://server/from").withoutRedirects();

      assertThat(client.send(request).status().code()).isEqualTo(302);
      assertThat(never.get("http://server/from").status().code()).isEqualTo(302);
    }
  }

  @TreadleTest
  void aRedirectToNoPlaceIsRefused() throws Exception {
    for (var location : List.of("ftp://server/file", "http://", "javascript:alert(1)")) {
      try (var client = client(redirecting(302, location))) {
        thrownBy(HttpException.BadRedirect.class, () -> client.get("http://server/from"));
      }
    }
  }

  @TreadleTest
  void namesAndPasswordsInTargetsAreIgnored() throws Exception {
    var mock = redirecting(302, "http://me:secret@server/to");
    try (var client = client(mock)) {
      client.get("http://server/from");

      assertThat(last(mock).request().headers().contains("authorization")).isFalse();
    }
  }

  @TreadleTest
  void contentOfUnknownKindIsSentAgainByItsBlock() throws IOException {
    var mock = redirecting(308, "/to");
    try (var client = client(mock)) {
      client.post(
          "http://server/from",
          Content.writing(MediaType.BYTES, sink -> sink.write(ExchangeTest.bytes("again"))));

      assertThat(last(mock).text()).isEqualTo("again");
    }
  }

  /// RFC 9110 section 10.2.2.
  @TreadleTest
  void aFragmentIsTakenAlongUnlessThereIsAnother() throws Exception {
    try (var one = client(redirecting(302, "/to?x"));
        var other = client(redirecting(302, "/to#own"))) {
      assertThat(one.get("http://server/from#part").url()).hasToString("http://server/to?x#part");
      assertThat(other.get("http://server/from#part").url()).hasToString("http://server/to#own");
    }
  }
}
