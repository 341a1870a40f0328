package dev.treadle.http;

/// How a request ended (RFC 9110 section 15).
///
/// {@snippet class=dev.treadle.http.StatusSnippets region=read lang=java}
///
/// @param code three digits, of which the first says what kind of end it was
public record Status(int code) {

  /// 101: the connection speaks another protocol from here on.
  public static final Status SWITCHING_PROTOCOLS = new Status(101);

  /// 200: it worked.
  public static final Status OK = new Status(200);

  /// 201: there is something new.
  public static final Status CREATED = new Status(201);

  /// 202: it will be done.
  public static final Status ACCEPTED = new Status(202);

  /// 204: it worked, and there is nothing to say.
  public static final Status NO_CONTENT = new Status(204);

  /// 206: here are the parts that were asked for.
  public static final Status PARTIAL_CONTENT = new Status(206);

  /// 301: it lives elsewhere now.
  public static final Status MOVED_PERMANENTLY = new Status(301);

  /// 302: it is elsewhere for now.
  public static final Status FOUND = new Status(302);

  /// 303: the answer is there, to be fetched with GET.
  public static final Status SEE_OTHER = new Status(303);

  /// 304: what the client has is still right.
  public static final Status NOT_MODIFIED = new Status(304);

  /// 307: ask there for now, with the same method.
  public static final Status TEMPORARY_REDIRECT = new Status(307);

  /// 308: ask there from now on, with the same method.
  public static final Status PERMANENT_REDIRECT = new Status(308);

  /// 400: the request makes no sense.
  public static final Status BAD_REQUEST = new Status(400);

  /// 401: say who you are.
  public static final Status UNAUTHORIZED = new Status(401);

  /// 403: no.
  public static final Status FORBIDDEN = new Status(403);

  /// 404: there is nothing.
  public static final Status NOT_FOUND = new Status(404);

  /// 405: not with this method.
  public static final Status METHOD_NOT_ALLOWED = new Status(405);

  /// 408: the request took too long to arrive.
  public static final Status REQUEST_TIMEOUT = new Status(408);

  /// 409: something else is in the way.
  public static final Status CONFLICT = new Status(409);

  /// 412: it is not as the client thought.
  public static final Status PRECONDITION_FAILED = new Status(412);

  /// 413: too much.
  public static final Status CONTENT_TOO_LARGE = new Status(413);

  /// 415: not in this format.
  public static final Status UNSUPPORTED_MEDIA_TYPE = new Status(415);

  /// 416: it has no such part.
  public static final Status RANGE_NOT_SATISFIABLE = new Status(416);

  /// 422: understood, and wrong.
  public static final Status UNPROCESSABLE_CONTENT = new Status(422);

  /// 429: too often.
  public static final Status TOO_MANY_REQUESTS = new Status(429);

  /// 431: too many or too long fields.
  public static final Status HEADER_FIELDS_TOO_LARGE = new Status(431);

  /// 500: the server is broken.
  public static final Status INTERNAL_SERVER_ERROR = new Status(500);

  /// 501: the server cannot do that.
  public static final Status NOT_IMPLEMENTED = new Status(501);

  /// 502: the server behind gave a wrong answer.
  public static final Status BAD_GATEWAY = new Status(502);

  /// 503: not now.
  public static final Status SERVICE_UNAVAILABLE = new Status(503);

  /// 504: the server behind gave no answer.
  public static final Status GATEWAY_TIMEOUT = new Status(504);

  /// Checks the code.
  ///
  /// @throws IllegalArgumentException if it has not three digits
  public Status {
    if (code < 100 || code > 999) {
      throw new IllegalArgumentException("code: expected 100 to 999, found " + code);
    }
  }

  /// Returns the status with this code.
  ///
  /// @throws IllegalArgumentException if it has not three digits
  public static Status of(int code) {
    return new Status(code);
  }

  /// Returns what is said beside the code, such as `Not Found`; nothing for codes that nobody
  /// registered.
  public String reason() {
    return Reasons.of(code);
  }

  /// Returns whether another answer follows: 1xx.
  public boolean isInformational() {
    return code < 200;
  }

  /// Returns whether it worked: 2xx.
  public boolean isSuccess() {
    return code >= 200 && code < 300;
  }

  /// Returns whether the answer is elsewhere: 3xx.
  public boolean isRedirection() {
    return code >= 300 && code < 400;
  }

  /// Returns whether the client made a mistake: 4xx.
  public boolean isClientError() {
    return code >= 400 && code < 500;
  }

  /// Returns whether the server did: 5xx.
  public boolean isServerError() {
    return code >= 500 && code < 600;
  }

  /// Returns whether it did not work: 4xx and 5xx.
  public boolean isError() {
    return isClientError() || isServerError();
  }

  @Override
  public String toString() {
    return (code + " " + reason()).strip();
  }
}
