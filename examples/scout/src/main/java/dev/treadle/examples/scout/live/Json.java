package dev.treadle.examples.scout.live;

import dev.treadle.http.MediaType;
import dev.treadle.http.Url;
import dev.treadle.http.server.Response;
import java.time.Duration;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.ser.std.ToStringSerializer;

/// Writes JSON: records by their components, durations as milliseconds, addresses as texts.
final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(
              new SimpleModule("scout")
                  .addSerializer(Duration.class, new Milliseconds())
                  .addSerializer(Url.class, new ToStringSerializer(Url.class)))
          .build();

  private Json() {}

  static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static Response answer(Object value) {
    return Response.bytes(MediaType.JSON, MAPPER.writeValueAsBytes(value));
  }

  private static final class Milliseconds extends StdSerializer<Duration> {

    Milliseconds() {
      super(Duration.class);
    }

    @Override
    public void serialize(Duration value, JsonGenerator json, SerializationContext context) {
      json.writeNumber(value.toMillis());
    }
  }
}
