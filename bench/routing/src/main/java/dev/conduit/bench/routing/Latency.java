// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.routing;

import dev.conduit.contract.Classifier;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.core.classify.ComplexityClassifier;
import dev.conduit.sidecar.core.classify.ShippedModel;
import dev.conduit.sidecar.core.classify.Workspace;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.exchange.FactsReader;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import dev.conduit.sidecar.core.json.JsonText;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * How long one thread takes to decide, and how much it allocates, with the shipped model, on
 * requests of a given length made of the words of real prompts. Time is taken around each decision.
 *
 * @param tokens of each request, as estimated
 * @param p50 in nanoseconds
 * @param p99 in nanoseconds
 * @param bytes allocated for each decision
 */
record Latency(long tokens, long p50, long p99, long bytes) {
  private static final int REQUESTS = 200;
  private static final int WARM_UP = 20_000;
  private static final int MEASURED = 50_000;
  private static final int CHARACTERS_PER_TOKEN = 4;

  static Latency of(Dataset words, int tokens) {
    List<RequestFacts> requests = requests(words, tokens * CHARACTERS_PER_TOKEN);
    Workspace room = new Workspace();
    List<Tier> tiers = List.of(new Tier("light"), new Tier("heavy"));
    Classifier policy =
        new Classifier(tiers.getFirst(), List.of(), Optional.empty(), List.of(), Optional.of(0.3));
    ComplexityClassifier classifier =
        new ComplexityClassifier(policy, tiers, ShippedModel.load(), () -> room);
    run(classifier, requests, new long[WARM_UP]);
    long[] nanos = new long[MEASURED];
    long before = allocated();
    run(classifier, requests, nanos);
    long bytes = (allocated() - before) / MEASURED;
    Arrays.sort(nanos);
    long estimated = requests.getFirst().promptTokens().value();
    return new Latency(estimated, nanos[MEASURED / 2], nanos[MEASURED / 100 * 99], bytes);
  }

  private static void run(
      ComplexityClassifier classifier, List<RequestFacts> requests, long[] nanos) {
    for (int i = 0; i < nanos.length; i++) {
      RequestFacts facts = requests.get(i % requests.size());
      long began = System.nanoTime();
      var answer = classifier.classify(facts);
      nanos[i] = System.nanoTime() - began;
      if (answer.score() < 0) {
        throw new IllegalStateException("a score below zero");
      }
    }
  }

  private static long allocated() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }

  private static List<RequestFacts> requests(Dataset words, int characters) {
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

  String text() {
    return String.format(
        Locale.ROOT,
        "decision at %d tokens, one thread: p50 %.1f us, p99 %.1f us, %d bytes allocated",
        tokens,
        p50 / 1e3,
        p99 / 1e3,
        bytes);
  }
}
