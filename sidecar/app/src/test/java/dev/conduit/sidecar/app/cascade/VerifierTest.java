// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.cascade;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.conduit.contract.Cascade;
import dev.conduit.sidecar.core.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class VerifierTest {
  private static final Cascade.Verify FORM =
      new Cascade.Verify(true, true, Optional.empty(), Optional.empty());
  private static final Cascade.Verify SURE =
      new Cascade.Verify(true, true, Optional.of(-0.5), Optional.of(-2.0));
  private static final String SCHEMA =
      "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":%s}}";
  private static final String NUMBER =
      SCHEMA.formatted(
          "{\"type\":\"object\",\"required\":[\"n\"],\"properties\":{\"n\":{\"type\":\"integer\"}}}");
  private static final String TOOLS =
      "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look\",\"parameters\":{\"type\":\"object\",\"required\":[\"city\"],\"properties\":{\"city\":{\"type\":\"string\"}}}}},{\"type\":\"function\",\"function\":{\"name\":\"now\"}}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"n\":1}|Verified[by=schema]",
        "{\"n\":\"1\"}|Flawed[flaw=SCHEMA]",
        "{\"n\":1|Flawed[flaw=SCHEMA]",
        "{\"n\":1} and more|Flawed[flaw=SCHEMA]",
        "Sure! {\"n\":1}|Flawed[flaw=SCHEMA]",
        "~  ~|Flawed[flaw=EMPTY]",
      })
  void text_withASchema(String content, String expected) {
    assertThat(verify(FORM, NUMBER, text(content, "stop"))).hasToString(expected);
  }

  @Test
  void text_mustBeAnObject() {
    String any = "\"response_format\":{\"type\":\"json_object\"}";
    assertThat(verify(FORM, any, text("{}", "stop"))).hasToString("Verified[by=schema]");
    assertThat(verify(FORM, any, text("[1]", "stop"))).hasToString("Flawed[flaw=SCHEMA]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "look|{\"city\":\"Oslo\"}|Verified[by=tool_call]",
        "look|{\"town\":\"Oslo\"}|Flawed[flaw=TOOL_CALL]",
        "look|{\"city\":|Flawed[flaw=TOOL_CALL]",
        "look|[]|Flawed[flaw=TOOL_CALL]",
        "now|~~|Verified[by=tool_call]",
        "drop|{}|Flawed[flaw=TOOL_CALL]",
      })
  void call_withTools(String name, String arguments, String expected) {
    assertThat(verify(FORM, TOOLS, call(name, arguments))).hasToString(expected);
  }

  @Test
  void text_whereTheRequestForcesACall_isFlawed() {
    assertThat(verify(FORM, TOOLS + ",\"tool_choice\":\"required\"", text("hm", "stop")))
        .hasToString("Flawed[flaw=TOOL_CALL]");
    assertThat(verify(FORM, TOOLS, text("hm", "stop"))).hasToString("Flawed[flaw=UNVERIFIED]");
  }

  @ParameterizedTest
  @CsvSource({
    "'-0.1,-0.2', Verified[by=schema+logprob]",
    "'-0.1,-2.5', Flawed[flaw=LOGPROB]",
    "'-0.7,-0.8', Flawed[flaw=LOGPROB]",
    "'', Flawed[flaw=NO_LOGPROBS]",
    "'null', Flawed[flaw=NO_LOGPROBS]",
  })
  void logprobs_meanAndLeast(String logprobs, String expected) {
    String tokens =
        logprobs.isEmpty()
            ? ""
            : "{\"token\":\"a\",\"logprob\":"
                + String.join("},{\"token\":\"a\",\"logprob\":", logprobs.split(",", -1))
                + "}";
    String answer =
        text("{\"n\":1}", "stop")
            .replace("\"index\":0", "\"index\":0,\"logprobs\":{\"content\":[" + tokens + "]}");
    assertThat(verify(SURE, NUMBER, answer)).hasToString(expected);
  }

  @Test
  void answer_cutOffRefusedOrNone_isFlawed() {
    assertThat(verify(FORM, NUMBER, text("{\"n\":1}", "length")))
        .hasToString("Flawed[flaw=LENGTH]");
    byte[] cut = text("{\"n\":1}", "length").getBytes(StandardCharsets.UTF_8);
    assertThat(Verifier.verify(FORM, demands(NUMBER, true), cut))
        .as("the request's own limit cut it")
        .hasToString("Verified[by=schema]");
    assertThat(verify(FORM, NUMBER, text("{\"n\":1}", "content_filter")))
        .hasToString("Flawed[flaw=REFUSAL]");
    assertThat(
            verify(
                FORM,
                NUMBER,
                "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"I cannot\"}}]}"))
        .hasToString("Flawed[flaw=REFUSAL]");
    for (String bad :
        new String[] {"", "{", "[]", "{\"choices\":[]}", "{\"choices\":[{}]}", "{} {}"}) {
      assertThat(verify(FORM, NUMBER, bad)).as(bad).hasToString("Flawed[flaw=MALFORMED]");
    }
  }

  @Test
  void choices_eachOneHasToPass() {
    String two =
        text("{\"n\":1}", "stop").replace("]}", ",")
            + text("{}", "stop").replace("{\"choices\":[", "");
    assertThat(verify(FORM, NUMBER, two)).hasToString("Flawed[flaw=SCHEMA]");
  }

  /** Expressions of callers take linear time here: this one takes for ever by backtracking. */
  @Test
  void pattern_madeToBeSlow_isNot() {
    String slow = SCHEMA.formatted("{\"type\":\"string\",\"pattern\":\"^(a+)+$\"}");
    String value = JsonText.quote("a".repeat(50_000) + "!");
    assertThat(verify(FORM, slow, text(value, "stop"))).hasToString("Flawed[flaw=SCHEMA]");
  }

  /** Each would take hours, or all memory, on a thread that nothing can stop. */
  @ParameterizedTest
  @MethodSource
  void schema_madeToBeSlow_isGivenUp(String schema, String value) {
    String format = SCHEMA.formatted(schema);
    String answer = text(value, "stop");
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> assertThatThrownBy(() -> verify(FORM, format, answer)).isNotNull());
  }

  static Stream<Arguments> schema_madeToBeSlow_isGivenUp() {
    String itemsTwice = "{\"allOf\":[{\"items\":{\"$ref\":\"#\"}},{\"items\":{\"$ref\":\"#\"}}]}";
    String deep = "[".repeat(60) + "]".repeat(60);
    String letters = JsonText.quote("a".repeat(900_000));
    String missing =
        IntStream.range(0, 15_000).mapToObj(i -> "\"v" + i + "\"").collect(joining(","));
    String names =
        IntStream.range(0, 12_000).mapToObj(i -> "\"v" + i + "\":{}").collect(joining(","));
    String objects = "[" + "{},".repeat(9_000) + "{}]";
    return Stream.of(
        arguments(named("refers to itself twice", itemsTwice), named("deep", deep)),
        arguments(named("doubles by pointers", doubling("#/$defs/")), "{\"default\":{}}"),
        arguments(named("doubles by escaped pointers", doubling("#/%24defs/")), "{\"default\":{}}"),
        arguments(named("doubles by anchors", doubling("#")), "{\"default\":{}}"),
        arguments("{\"pattern\":\"((a{1000}){1000}){1000}\"}", "\"a\""),
        arguments("{\"pattern\":\"(x?a{1,10}){1,30}b\"}", named("long", letters)),
        arguments(
            named("all is missing", "{\"items\":{\"not\":{\"required\":[" + missing + "]}}}"),
            objects),
        arguments(
            named("many names", "{\"items\":{\"properties\":{" + names + "}}}"),
            named("many", "[" + "{},".repeat(30_000) + "{}]")));
  }

  /** Written out it has 2^40 parts, and a validator walks them all. */
  private static String doubling(String reference) {
    StringBuilder definitions = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      String next = "{\"$ref\":\"%sa%d\"}".formatted(reference, i + 1);
      definitions.append(
          "\"a%d\":{\"$anchor\":\"a%d\",\"allOf\":[%s,%s]},".formatted(i, i, next, next));
    }
    return "{\"properties\":{\"default\":{\"$ref\":\""
        + reference
        + "a0\"}},\"$defs\":{"
        + definitions
        + "\"a40\":{\"$anchor\":\"a40\",\"type\":\"object\"}}}";
  }

  /** Long answers of many values are what people ask for. */
  @Test
  void schema_ofALongAnswer_isHeldAgainstAllOfIt() {
    String rows =
        SCHEMA.formatted(
            "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"a\",\"b\"],\"properties\":{\"a\":{\"type\":\"integer\"},\"b\":{\"type\":\"string\",\"pattern\":\"^[a-z]+$\"}}}}");
    String good = "{\"a\":1,\"b\":\"x\"},".repeat(50_000);
    assertThat(verify(FORM, rows, text("[" + good + "{\"a\":1,\"b\":\"x\"}]", "stop")))
        .hasToString("Verified[by=schema]");
    assertThat(verify(FORM, rows, text("[" + good + "{\"a\":1,\"b\":\"X\"}]", "stop")))
        .hasToString("Flawed[flaw=SCHEMA]");
  }

  @Test
  void schema_ofATree_mayReferToItself() {
    String tree =
        SCHEMA.formatted(
            "{\"type\":\"object\",\"required\":[\"n\"],\"properties\":{\"left\":{\"$ref\":\"#\"},\"right\":{\"$ref\":\"#\"},\"n\":{\"type\":\"integer\"}}}");
    assertThat(verify(FORM, tree, text("{\"n\":1,\"left\":{\"n\":2}}", "stop")))
        .hasToString("Verified[by=schema]");
    assertThat(verify(FORM, tree, text("{\"n\":1,\"left\":{}}", "stop")))
        .hasToString("Flawed[flaw=SCHEMA]");
  }

  @Test
  void toolChoice_decidesWhichCallsAreWanted() {
    String tools =
        "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\"}},{\"type\":\"function\",\"function\":{\"name\":\"b\"}}],\"tool_choice\":";
    Demands none = demands("{" + tools + "\"none\"}");
    assertThat(none.isVerifiable(FORM)).isFalse();
    Demands one = demands("{" + tools + "{\"type\":\"function\",\"function\":{\"name\":\"a\"}}}");
    assertThat(one.mustCall()).isTrue();
    assertThat(one.tools()).containsOnlyKeys("a");
    Demands some =
        demands(
            "{"
                + tools
                + "{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"auto\",\"tools\":[]}}}");
    assertThat(some.mustCall()).isFalse();
    Demands both = demands("{" + tools + "\"required\",\"function_call\":\"auto\"}");
    assertThat(both.mustCall()).isTrue();
  }

  private static Demands demands(String body) {
    return Demands.of(body.getBytes(StandardCharsets.UTF_8), false).orElseThrow();
  }

  @Test
  void schema_thatCannotBeUsed_throwsAndAsksNobody() {
    for (String bad :
        new String[] {
          "{\"type\":\"string\",\"pattern\":\"(?=a)b\"}",
          "{\"$ref\":\"http://127.0.0.1:1/schema.json\"}",
        }) {
      String answer = text("\"b\"", "stop");
      String format = SCHEMA.formatted(bad);
      assertThatThrownBy(() -> verify(FORM, format, answer)).as(bad).isNotNull();
    }
  }

  @Test
  void schema_ofAnotherRequestWithTheSameId_isNotRemembered() {
    String one = SCHEMA.formatted("{\"$id\":\"http://x/s\",\"type\":\"integer\"}");
    String other = SCHEMA.formatted("{\"$id\":\"http://x/s\",\"type\":\"string\"}");
    assertThat(verify(FORM, one, text("1", "stop"))).hasToString("Verified[by=schema]");
    assertThat(verify(FORM, other, text("1", "stop"))).hasToString("Flawed[flaw=SCHEMA]");
  }

  @Test
  void demands_whatCanBeVerified() {
    Cascade.Verify noTools = new Cascade.Verify(true, false, Optional.empty(), Optional.empty());
    assertThat(demands("\"n\":1", false).isVerifiable(FORM)).isFalse();
    assertThat(demands("\"n\":1", false).isVerifiable(SURE)).isTrue();
    assertThat(demands(TOOLS, false).isVerifiable(FORM)).isTrue();
    assertThat(demands(TOOLS, false).isVerifiable(noTools)).isFalse();
    assertThat(demands("\"response_format\":{\"type\":\"text\"}", false).isVerifiable(FORM))
        .isFalse();
    assertThat(demands("\"logprobs\":true", false).wantsLogprobs()).isTrue();
    assertThat(demands("\"logprobs\":null", false).wantsLogprobs()).isFalse();
  }

  @Test
  void trialBody_changesThreeThingsAndKeepsTheRest() {
    byte[] body =
        "{\"seed\": 1.50 ,\"stream\":true,\"logprobs\":false,\"stream_options\":{},\"model\":\"auto\",\"x\":\"\\u00e9\"}"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(TrialBody.of(body, "light \"1\"", true).toString())
        .isEqualTo(
            "{\"model\":\"light \\\"1\\\"\",\"seed\":1.50,\"x\":\"\\u00e9\",\"logprobs\":true}");
    assertThat(TrialBody.of(body, "l", false).toString())
        .isEqualTo("{\"model\":\"l\",\"seed\":1.50,\"logprobs\":false,\"x\":\"\\u00e9\"}");
  }

  @Test
  void passing_hidesOnlyTheLogprobsOfChoices() {
    String answer =
        "{ \"choices\": [{\"logprobs\" : {\"content\":[{}]}, \"a\": 1.0}, {\"logprobs\":null}],\"logprobs\":1}";
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    assertThat(Passing.whole(bytes, true).toString())
        .isEqualTo(answer.replace("{\"content\":[{}]}", "null"));
    assertThat(Passing.whole(bytes, false).toString()).isEqualTo(answer);
  }

  private static Verdict verify(Cascade.Verify by, String fields, String answer) {
    return Verifier.verify(by, demands(fields, false), answer.getBytes(StandardCharsets.UTF_8));
  }

  private static Demands demands(String fields, boolean isLimited) {
    return Demands.of(
            ("{\"model\":\"auto\"," + fields + "}").getBytes(StandardCharsets.UTF_8), isLimited)
        .orElseThrow();
  }

  private static String text(String content, String finish) {
    return "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
        + JsonText.quote(content)
        + "},\"finish_reason\":\""
        + finish
        + "\"}]}";
  }

  private static String call(String name, String arguments) {
    return "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\""
        + name
        + "\",\"arguments\":"
        + JsonText.quote(arguments)
        + "}}]},\"finish_reason\":\"tool_calls\"}]}";
  }
}
