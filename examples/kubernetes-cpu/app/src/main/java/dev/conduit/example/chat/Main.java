// SPDX-License-Identifier: Apache-2.0
package dev.conduit.example.chat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks one question again and again until SIGTERM, then finishes what is under way. Every five
 * seconds, and at the end, it says how its requests went.
 *
 * <pre>
 * OPENAI_BASE_URL, OPENAI_API_KEY   read by the client itself
 * CHAT_QUESTION                     default: What is the capital of France?
 * CHAT_MODEL                        default: auto
 * CHAT_CALLERS                      questions at a time, default 1
 * CHAT_PAUSE_SECONDS                between two questions of a caller, default 10
 * </pre>
 */
public final class Main {
  private static final Duration REPORTS = Duration.ofSeconds(5);
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(45);
  private static final Duration AFTER_FAILURE = Duration.ofMillis(500);

  private final Map<String, String> settings;
  private final Tally tally;
  private final AtomicBoolean isStopping = new AtomicBoolean();

  private Main(Map<String, String> settings, PrintStream out) {
    this.settings = settings;
    this.tally = new Tally(out);
  }

  /** Runs until SIGTERM. */
  @SuppressWarnings("SystemOut") // the one place that hands the process's streams out
  public static void main(String[] arguments) throws InterruptedException {
    new Main(System.getenv(), System.out).run();
  }

  private void run() throws InterruptedException {
    // The sidecar tries again where that is right: the client's own retries would hide it.
    OpenAIClient client = OpenAIOkHttpClient.builder().fromEnv().maxRetries(0).build();
    Question question =
        new Question(
            client,
            settings.getOrDefault("CHAT_MODEL", "auto"),
            settings.getOrDefault("CHAT_QUESTION", "What is the capital of France?"));
    int callers = Integer.parseInt(settings.getOrDefault("CHAT_CALLERS", "1"));
    Duration pause =
        Duration.ofSeconds(Long.parseLong(settings.getOrDefault("CHAT_PAUSE_SECONDS", "10")));
    ExecutorService asking = Executors.newFixedThreadPool(callers);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> finish(asking)));
    for (int i = 0; i < callers; i++) {
      asking.execute(() -> ask(question, pause));
    }
    while (!asking.awaitTermination(REPORTS.toMillis(), TimeUnit.MILLISECONDS)) {
      tally.report();
    }
  }

  private void ask(Question question, Duration pause) {
    while (!isStopping.get()) {
      Question.Outcome outcome = question.ask();
      tally.count(outcome);
      sleep(outcome instanceof Question.Outcome.Answered ? pause : AFTER_FAILURE.plus(pause));
    }
  }

  /** Sleeps in short pieces, to end soon when asked to. */
  private void sleep(Duration pause) {
    long end = System.nanoTime() + pause.toNanos();
    while (!isStopping.get() && System.nanoTime() - end < 0) {
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void finish(ExecutorService asking) {
    isStopping.set(true);
    asking.shutdown();
    try {
      asking.awaitTermination(LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tally.end();
  }
}
