// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.routing;

import dev.conduit.contract.Classifier;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.core.classify.Classification;
import dev.conduit.sidecar.core.classify.ComplexityClassifier;
import dev.conduit.sidecar.core.classify.ShippedModel;
import dev.conduit.sidecar.core.classify.Workspace;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.exchange.FactsReader;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import dev.conduit.sidecar.core.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The shipped model's decision on requests of a given length, made of the words of real prompts.
 */
@State(Scope.Thread)
public class DecisionBench {
  private static final int REQUESTS = 200;
  private static final int CHARACTERS_PER_TOKEN = 4;

  /** Of the outcomes. */
  @Param("")
  public String folder = "";

  /** As estimated, about. */
  @Param({"100", "500", "2000", "20000"})
  public int tokens;

  private final List<RequestFacts> requests = new ArrayList<>();
  private final Workspace room = new Workspace();
  private final ComplexityClassifier classifier = classifier(room);
  private int next;

  /** Before the first decision. */
  @Setup
  public void fill() throws IOException {
    requests.addAll(requests(Dataset.inFolder(Path.of(folder)).getLast(), tokens));
  }

  private static ComplexityClassifier classifier(Workspace room) {
    List<Tier> tiers = List.of(new Tier("light"), new Tier("heavy"));
    Classifier policy =
        new Classifier(tiers.getFirst(), List.of(), Optional.empty(), List.of(), Optional.of(0.3));
    return new ComplexityClassifier(policy, tiers, ShippedModel.load(), () -> room);
  }

  /** One decision, on the next request. */
  @Benchmark
  public Classification decide() {
    next = next + 1 == requests.size() ? 0 : next + 1;
    return classifier.classify(requests.get(next));
  }

  private static List<RequestFacts> requests(Dataset words, int tokens) {
    int characters = tokens * CHARACTERS_PER_TOKEN;
    Random random = new Random(1);
    List<RequestFacts> requests = new ArrayList<>();
    while (requests.size() < REQUESTS) {
      StringBuilder text = new StringBuilder();
      while (text.length() < characters) {
        text.append(words.examples().get(random.nextInt(words.examples().size())).prompt());
        text.append(' ');
      }
      text.setLength(characters);
      String body =
          "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":%s}]}"
              .formatted(JsonText.quote(text.toString()));
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      if (FactsReader.read(bytes, 0, bytes.length, Api.CHAT)
          instanceof FactsReader.Reading.Read(RequestFacts facts)) {
        requests.add(facts);
      }
    }
    return requests;
  }
}
