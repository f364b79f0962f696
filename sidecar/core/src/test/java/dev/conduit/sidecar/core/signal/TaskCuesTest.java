// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.exchange.FactsReader;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import dev.conduit.sidecar.core.json.JsonText;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskCuesTest {
  static RequestFacts facts(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return switch (FactsReader.read(bytes, 0, bytes.length, Api.CHAT)) {
      case FactsReader.Reading.Read(var facts) -> facts;
      case FactsReader.Reading.Rejected(var failure) -> throw new AssertionError(failure);
    };
  }

  static RequestFacts ask(String text) {
    return facts(
        "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":"
            + JsonText.quote(text)
            + "}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Hi there, nice to meet you | chat",
        "danke schön | chat",
        "What is the capital of France? | qa",
        "Wer hat den Faust geschrieben? | qa",
        "¿Quién pintó Las Meninas? | qa",
        "Pourquoi le ciel est-il bleu ? | qa",
        "日本の首都はどこですか？ | qa",
        "为什么天空是蓝色的？ | qa",
        "Write a Python function that reverses a list | code",
        "Schreibe eine Funktion in Java, die Primzahlen liefert | code",
        "写一个排序函数的代码 | code",
        "Solve 3x + 5 = 20 for x | math",
        "Berechne die Ableitung von x^2 | math",
        "How many apples are left if 12 of 30 are eaten? | math",
        "What is 17 * 23? | math",
        "解方程 x+2=5 | math",
        "Extract all dates and names from the text below: On 3 May Anna met Bob. | extraction",
        "Summarize the following article in three sentences: The function of the heart ... | summary",
        "Fasse den Text zusammen | summary",
        "次の文章を要約してください | summary",
        "Translate to German: the code of the program compiles | translation",
        "Traduis en anglais : bonjour | translation",
        "把下面的句子翻译成英文 | translation",
        "Write a haiku about autumn | creative",
        "Schreib mir ein Gedicht über den Herbst | creative",
        "Escribe un poema sobre el mar | creative",
      })
  void of_newestText_tellsTheTask(String text, String task) {
    assertThat(TaskCues.STANDARD.of(ask(text)).label()).isEqualTo(task);
  }

  @Test
  void of_instructionAfterALongText_isFound() {
    String text = "The quick brown fox jumps over the lazy dog. ".repeat(400);
    assertThat(TaskCues.STANDARD.of(ask(text + "Summarize the above.")).label())
        .isEqualTo("summary");
  }

  @Test
  void of_toolsAndMedia_comeBeforeWords() {
    String tools =
        "{\"model\":\"auto\",\"tools\":[{\"type\":\"function\"}],\"messages\":[{\"role\":\"user\",\"content\":\"translate\"}]}";
    String image =
        "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"translate\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"x\"}}]}]}";
    assertThat(TaskCues.STANDARD.of(facts(tools)).label()).isEqualTo("tools");
    assertThat(TaskCues.STANDARD.of(facts(image)).label()).isEqualTo("multimodal");
  }
}
