package dev.treadle.benchmarks.http;

/// Servers that are compared.
final class Servers {

  static final Served.Kind TREADLE = Served.java("Treadle", TreadleServer.class);
  static final Served.Kind HELIDON = Served.java("Helidon", HelidonServer.class);
  static final Served.Kind JETTY = Served.java("Jetty", JettyServer.class, "answers");
  static final Served.Kind JETTY_SOCKETS = Served.java("Jetty", JettyServer.class, "sockets");
  static final Served.Kind JDK = Served.java("JDK", JdkServer.class);
  static final Served.Kind VERTX = Served.java("Vert.x", VertxServer.class, "loop");
  static final Served.Kind VERTX_THREADS =
      Served.java("Vert.x, virtual threads", VertxServer.class, "virtual");
  static final Served.Kind NETTY = Served.java("Netty", NettyServer.class);
  static final Served.Kind AIOHTTP = Served.python("aiohttp", "aiohttp", "aiohttp_server.py");
  static final Served.Kind FASTAPI =
      Served.python("FastAPI", "fastapi, uvicorn", "fastapi_server.py");
  static final Served.Kind WEBSOCKETS =
      Served.python("websockets", "websockets", "websockets_server.py");

  private Servers() {}
}
