// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.operator.app.replay.Recorded.Outcome;
import dev.conduit.operator.app.replay.Recorded.Reading;
import dev.conduit.sidecar.core.meter.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LineReaderTest {
  private static final String BODY =
      "{\"model\": \"auto\",  \"messages\":[{\"role\":\"user\",\"content\":\"caf\\u00e9 \\\"x\\\"\"}]}";
  private static final String TEXT = BODY.replace("\\", "\\\\").replace("\"", "\\\"");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "{\"request\":%s}",
        "{\"request\":{\"body\":%s,\"headers\":{}}}",
        "{\"url\":\"/v1/chat/completions\",\"body\":%s}"
      })
  void read_aBodyWhereverALogHasIt_isTheSameBytes(String line) {
    assertThat(body(read(FileForm.LOG, line.formatted(BODY)))).isEqualTo(BODY);
  }

  @Test
  void read_aBodyWrittenAsText_isThatText() {
    assertThat(body(read(FileForm.LOG, "{\"request\":{\"body\":\"" + TEXT + "\"}}")))
        .isEqualTo(BODY);
  }

  @Test
  void read_whatIsBesideABody_isRead() {
    Recorded one =
        read(
            FileForm.LOG,
            """
            {"request":%s,"headers":{"X-Team":"a","x-list":["b","c"]},"app":"shop",
             "time":"2026-07-01T12:00:00+02:00","response":{"usage":{"prompt_tokens":5,
             "completion_tokens":7}},"weak_correct":0.25,"strong_correct":true}"""
                .formatted(BODY));
    assertThat(one.headers()).isEqualTo(Map.of("x-team", "a", "x-list", "b,c"));
    assertThat(one.app()).isEqualTo("shop");
    assertThat(one.at()).contains(Instant.parse("2026-07-01T10:00:00Z"));
    assertThat(one.usage()).contains(new Usage(5, 7, 0));
    assertThat(one.outcome()).contains(new Outcome(0.25, 1));
  }

  @ParameterizedTest
  @CsvSource({"1782900000", "1782900000000", "1782900000.000"})
  void read_aTimeSince1970_isInSecondsOrMilliseconds(String time) {
    assertThat(read(FileForm.LOG, "{\"time\":%s,\"request\":%s}".formatted(time, BODY)).at())
        .contains(Instant.ofEpochSecond(1782900000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          DATASET | {"weak_correct":true,"strong_correct":true} | "prompt" is missing
          DATASET | {"messages":[]} | --log
          DATASET | {"prompt":"p"} | "weak_correct" is missing
          DATASET | {"prompt":"p","weak_correct":null,"strong_correct":true} | "weak_correct" is missing
          DATASET | {"prompt":"p","weak_correct":true,"strong_correct":"yes"} | "strong_correct" is neither
          DATASET | {"prompt":"p","weak_correct":true,"strong_correct":1.5} | "strong_correct" is neither
          LOG | {"prompt":"p"} | --dataset
          LOG | {"request":{"model":"auto"}} | "request.messages" is missing
          LOG | {"messages":[],"usage":{"prompt_tokens":"7"}} | "usage.prompt_tokens" is no number
          LOG | {"messages":[],"time":"noon"} | "time" is no time
          LOG | {"messages":[]} {} | no JSON object
          LOG | {"messages":[ | no JSON object
          LOG | [] | no JSON object
          """)
  void read_aBadLine_namesTheField(FileForm form, String line, String words) {
    Reading reading = new LineReader(form).read(line.getBytes(StandardCharsets.UTF_8));
    assertThat(reading).isInstanceOf(Reading.Bad.class);
    assertThat(((Reading.Bad) reading).problem()).contains(words);
  }

  @Test
  void toString_ofARequest_hasNoPrompt() {
    assertThat(read(FileForm.LOG, BODY).toString()).doesNotContain("caf");
  }

  private static Recorded read(FileForm form, String line) {
    Reading reading = new LineReader(form).read(line.getBytes(StandardCharsets.UTF_8));
    assertThat(reading).as(line).isInstanceOf(Reading.Read.class);
    return ((Reading.Read) reading).request();
  }

  private static String body(Recorded request) {
    return new String(request.body(), StandardCharsets.UTF_8);
  }
}
