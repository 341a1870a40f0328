package dev.treadle.http.client;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.test.Failures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.Headers;
import dev.treadle.http.Method;
import dev.treadle.http.Url;
import dev.treadle.http.client.MockTransport.Answer;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Who asks, and how it is proved.
class AuthTest {

  private static final String URL = "http://server/dir/index.html";

  private static String authorization(MockTransport mock, int index) {
    return String.valueOf(mock.requests().get(index).request().headers().first("authorization"));
  }

  @TreadleTest
  void nameAndPasswordAreSentWithEachRequest() throws Exception {
    var mock = MockTransport.of(_ -> Answer.of(200));
    try (var client =
        HttpClient.open(
            s -> s.withTransport(mock).withAuth(Auth.basic("Aladdin", "open sesame")))) {
      client.get(URL);

      assertThat(authorization(mock, 0)).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }
  }

  @TreadleTest
  void aNameHasNoColon() throws Exception {
    var mistake = thrownBy(IllegalArgumentException.class, () -> Auth.basic("a:b", "c"));

    assertThat(mistake).hasMessage("user: expected no ':' in it, found one");
  }

  @TreadleTest
  void whoIsNamedInTheUrlAsks() throws Exception {
    var mock = MockTransport.of(_ -> Answer.of(200));
    try (var client = HttpClient.open(s -> s.withTransport(mock).withAuth(Auth.bearer("other")))) {
      var response = client.get("http://me:p%40ss@server/");

      assertThat(authorization(mock, 0)).isEqualTo("Basic bWU6cEBzcw==");
      assertThat(response.request().url().userInfo()).isEmpty();
    }
  }

  @TreadleTest
  void aRequestMayHaveItsOwn() throws Exception {
    var mock = MockTransport.of(_ -> Answer.of(200));
    try (var client = HttpClient.open(s -> s.withTransport(mock).withAuth(Auth.bearer("all")))) {
      client.send(Request.get(URL).withAuth(Auth.bearer("own")));
      client.send(Request.get(URL).withAuth(Auth.none()));
      client.send(Request.get(URL).withHeader("Authorization", "Custom x"));

      assertThat(authorization(mock, 0)).isEqualTo("Bearer own");
      assertThat(authorization(mock, 1)).isEqualTo("null");
      assertThat(authorization(mock, 2)).isEqualTo("Custom x");
    }
  }

  @TreadleTest
  void aTokenIsFetchedOnceAndAgainWhenItIsRefused() throws Exception {
    var fetched = new AtomicInteger();
    var mock =
        MockTransport.of(received ->
            "Bearer 2".equals(received.request().headers().first("authorization"))
                ? Answer.of(200)
                : Answer.of(401));
    var auth =
        Auth.bearer(() -> {
          sleep(Duration.ofSeconds(1));
          return Integer.toString(fetched.incrementAndGet());
        });
    try (var client = HttpClient.open(s -> s.withTransport(mock).withAuth(auth))) {
      var answers = gather(List.of(1, 2, 3), _ -> client.get(URL));

      assertThat(answers).allMatch(Response::isSuccess);
      assertThat(fetched).hasValue(2);
    }
  }

  @TreadleTest
  void whoIsRefusedTwiceIsRefused() throws Exception {
    var mock = MockTransport.of(_ -> Answer.of(401));
    try (var client =
        HttpClient.open(s -> s.withTransport(mock).withAuth(Auth.bearer(() -> "token")))) {
      assertThat(client.get(URL).status().code()).isEqualTo(401);
      assertThat(mock.requests()).hasSize(2);
    }
  }

  private static final String RFC_2617 =
      "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\","
          + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\","
          + " opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"";

  /// The example of RFC 2617 section 3.5, with a client nonce that is drawn: the server's half is
  /// computed here.
  @TreadleTest
  void aPasswordIsProvedByDigest() throws Exception {
    var mock =
        MockTransport.of(received ->
            received.request().headers().contains("authorization")
                ? Answer.of(200)
                : Answer.of(401).withHeader("WWW-Authenticate", RFC_2617));
    try (var client =
        HttpClient.open(
            s -> s.withTransport(mock).withAuth(Auth.digest("Mufasa", "Circle Of Life")))) {
      assertThat(client.get(URL).isSuccess()).isTrue();
      assertThat(client.get(URL).isSuccess()).isTrue();

      assertThat(mock.requests()).hasSize(3);
      assertThat(authorization(mock, 1))
          .startsWith(
              "Digest username=\"Mufasa\", realm=\"testrealm@host.com\","
                  + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\","
                  + " response=\"")
          .contains(
              ", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\", qop=auth, nc=00000001, cnonce=\"");
      assertThat(authorization(mock, 2)).contains("nc=00000002");
      assertThat(response(authorization(mock, 1)))
          .isEqualTo(expected(authorization(mock, 1), "MD5"));
    }
  }

  @TreadleTest
  void theStrongestDigestIsTaken() throws Exception {
    var mock =
        MockTransport.of(received ->
            received.request().headers().contains("authorization")
                ? Answer.of(200)
                : Answer.of(401)
                    .withHeader("WWW-Authenticate", "Basic realm=\"x\", " + RFC_2617)
                    .withHeader("WWW-Authenticate", RFC_2617 + ", algorithm=SHA-256"));
    try (var client =
        HttpClient.open(
            s -> s.withTransport(mock).withAuth(Auth.digest("Mufasa", "Circle Of Life")))) {
      assertThat(client.get(URL).isSuccess()).isTrue();

      var sent = authorization(mock, 1);
      assertThat(sent).contains("algorithm=SHA-256");
      assertThat(response(sent)).isEqualTo(expected(sent, "SHA-256"));
    }
  }

  @TreadleTest
  void aWrongPasswordIsNotTriedAgain() throws Exception {
    var mock = MockTransport.of(_ -> Answer.of(401).withHeader("WWW-Authenticate", RFC_2617));
    try (var client =
        HttpClient.open(s -> s.withTransport(mock).withAuth(Auth.digest("Mufasa", "wrong")))) {
      assertThat(client.get(URL).status().code()).isEqualTo(401);
      assertThat(mock.requests()).hasSize(2);
      assertThat(client.get(URL).status().code()).isEqualTo(401);
      assertThat(mock.requests()).hasSize(3);
    }
  }

  @TreadleTest
  void anOldNumberIsReplaced() throws Exception {
    var stale = RFC_2617.replace("dcd98b", "new").replace("Digest ", "Digest stale=true, ");
    var mock =
        MockTransport.of(received -> {
          var sent = received.request().headers().first("authorization");
          return sent == null
              ? Answer.of(401).withHeader("WWW-Authenticate", RFC_2617)
              : sent.contains("nonce=\"new")
                  ? Answer.of(200)
                  : Answer.of(401).withHeader("WWW-Authenticate", stale);
        });
    try (var client =
        HttpClient.open(s -> s.withTransport(mock).withAuth(Auth.digest("Mufasa", "x")))) {
      assertThat(client.get(URL).status().code()).isEqualTo(401);
      assertThat(client.get(URL).isSuccess()).isTrue();
    }
  }

  @TreadleTest
  void challengesAreToldApart() {
    var challenges =
        Challenges.of(
            Headers.of(
                "WWW-Authenticate", "Negotiate, Basic realm=\"a, b\", Digest nonce=1, qop=\"auth\"",
                "WWW-Authenticate", "Bearer"));

    assertThat(challenges.toString())
        .isEqualTo(
            "[Challenge[scheme=negotiate, parameters={}],"
                + " Challenge[scheme=basic, parameters={realm=a, b}],"
                + " Challenge[scheme=digest, parameters={nonce=1, qop=auth}],"
                + " Challenge[scheme=bearer, parameters={}]]");
  }

  @TreadleTest
  void withoutAChallengeNothingIsProved() throws Exception {
    assertThat(Auth.digest("a", "b").authorize(Method.GET, Url.of(URL))).isNull();
  }

  private static String response(String authorization) {
    return parameter(authorization, "response");
  }

  private static String parameter(String authorization, String name) {
    var rest = authorization.substring(authorization.indexOf(name + "=\"") + name.length() + 2);
    return rest.substring(0, rest.indexOf('"'));
  }

  private static String expected(String authorization, String algorithm) throws Exception {
    return expected(
        authorization, algorithm, hash(algorithm, "Mufasa:testrealm@host.com:Circle Of Life"));
  }

  private static String expected(String authorization, String algorithm, String secret)
      throws Exception {
    var asked = hash(algorithm, "GET:/dir/index.html");
    return hash(
        algorithm,
        String.join(
            ":",
            secret,
            "dcd98b7102dd2f0e8b11d0f600bfb0c093",
            "00000001",
            Objects.requireNonNull(parameter(authorization, "cnonce")),
            "auth",
            asked));
  }

  private static String hash(String algorithm, String text) throws Exception {
    var digest = java.security.MessageDigest.getInstance(algorithm);
    return java.util.HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// RFC 7616 section 3.4.2: one secret for all of a session.
  @TreadleTest
  void aSessionHasASecretOfItsOwn() throws Exception {
    var mock = challenging(RFC_2617 + ", algorithm=MD5-sess");
    try (var client = digesting(mock)) {
      assertThat(client.get(URL).isSuccess()).isTrue();

      var sent = authorization(mock, 1);
      var own =
          hash("MD5", "Mufasa:testrealm@host.com:Circle Of Life")
              + ":dcd98b7102dd2f0e8b11d0f600bfb0c093:"
              + parameter(sent, "cnonce");
      assertThat(sent).contains("algorithm=MD5-sess");
      assertThat(response(sent)).isEqualTo(expected(sent, "MD5", hash("MD5", own)));
    }
  }

  /// The example of RFC 2069 section 2.4, with the numbers of its erratum: nothing in it is drawn.
  @TreadleTest
  void aServerOfTheFirstDaysKnowsNoQuality() throws Exception {
    var mock =
        challenging(
            "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\","
                + " opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"");
    try (var client =
        HttpClient.open(
            s -> s.withTransport(mock).withAuth(Auth.digest("Mufasa", "CircleOfLife")))) {
      client.get(URL);

      assertThat(authorization(mock, 1))
          .isEqualTo(
              "Digest username=\"Mufasa\", realm=\"testrealm@host.com\","
                  + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\","
                  + " response=\"1949323746fe6a43ef61f9606e7febea\","
                  + " opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"");
    }
  }

  @TreadleTest
  void whatCannotBeProvedIsNotTried() throws Exception {
    for (var challenge :
        List.of(
            "Digest realm=\"x\", nonce=\"1\", algorithm=SHA-3",
            "Digest realm=\"x\", nonce=\"1\", qop=\"auth-int\"",
            "Digest realm=\"x\"",
            "Negotiate")) {
      var mock = challenging(challenge);
      try (var client = digesting(mock)) {
        assertThat(client.get(URL).status().code()).isEqualTo(401);
        assertThat(mock.requests()).hasSize(1);
      }
    }
  }

  private static MockTransport challenging(String challenge) {
    return MockTransport.of(received ->
        received.request().headers().contains("authorization")
            ? Answer.of(200)
            : Answer.of(401).withHeader("WWW-Authenticate", challenge));
  }

  private static HttpClient digesting(MockTransport mock) {
    return HttpClient.open(
        s -> s.withTransport(mock).withAuth(Auth.digest("Mufasa", "Circle Of Life")));
  }

  /// What signs requests, and takes a hint from the server.
  private static final class Signing implements Auth {

    private String key = "first";

    @Override
    public String authorize(Method method, Url url) {
      return "Signed " + key + " " + method + " " + url.target();
    }

    @Override
    public boolean challenged(@Nullable String refused, Headers headers) throws IOException {
      var hint = headers.first("x-key");
      if (hint == null) {
        throw new IOException("no key to be had for " + refused);
      }
      key = hint;
      return true;
    }
  }

  @TreadleTest
  void whoeverProvesItOtherwiseIsAskedForEachRequest() throws Exception {
    var mock =
        MockTransport.of(received ->
            received.target().equals("/from")
                ? Answer.of(302).withHeader("Location", "/to?x")
                : String.valueOf(received.request().headers().first("authorization"))
                        .contains("second")
                    ? Answer.of(200)
                    : Answer.of(401).withHeader("X-Key", "second"));
    try (var client = HttpClient.open(s -> s.withTransport(mock).withAuth(new Signing()))) {
      assertThat(client.get("http://server/from").isSuccess()).isTrue();

      assertThat(authorization(mock, 0)).isEqualTo("Signed first GET /from");
      assertThat(authorization(mock, 1)).isEqualTo("Signed first GET /to?x");
      assertThat(authorization(mock, 2)).isEqualTo("Signed second GET /to?x");
    }
  }

  @TreadleTest
  void whatFailsToProveItFailsTheCall(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.answering(
                simulation, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 100\r\n\r\n");
        var client = HttpClient.open(s -> s.withAuth(new Signing()))) {
      var failure = thrownBy(IOException.class, () -> client.get(URL));

      assertThat(failure).hasMessage("no key to be had for Signed first GET /dir/index.html");
      assertThat(client.statistics().open()).isZero();
    }
  }

  @TreadleTest
  void whoIsCancelledWhileATokenIsFetchedKeepsNoConnection(Simulation simulation) throws Exception {
    var fetched = new AtomicInteger();
    var slow =
        Auth.bearer(() -> {
          if (fetched.incrementAndGet() > 1) {
            sleep(Duration.ofHours(1));
          }
          return "token";
        });
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  sleep(Duration.ofSeconds(1));
                  peer.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 100000\r\n\r\n");
                  peer.readHead();
                });
        var client = HttpClient.open(s -> s.withAuth(slow))) {
      assertThat(
              moveOnAfter(
                  Duration.ofSeconds(3), () -> gather(List.of(1, 2, 3), _ -> client.get(URL))))
          .isEmpty();

      assertThat(client.statistics().open()).isZero();
    }
  }
}
