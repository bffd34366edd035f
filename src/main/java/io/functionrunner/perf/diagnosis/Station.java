package io.functionrunner.perf.diagnosis;

import java.util.List;
import java.util.Optional;

/**
 * A resource that tasks hold, and the queue in front of it.
 *
 * @param kind what it is; later ones of the enumeration are held while earlier ones still are
 * @param name {@code image}, or a host's; empty where there is one of a kind
 * @param busy servers at work or taken
 * @param servers how many there are
 * @param waiting who waits for one; empty when no metric tells
 * @param backlog all who cannot go on because of it: those waiting, and those in the queues behind
 */
record Station(
    Kind kind, String name, Points busy, Points servers, Optional<Points> waiting, Points backlog) {

  /** In the order in which a task takes them. */
  enum Kind {
    QUEUE("queue", "places"),
    POOL("workers", "workers"),
    HOST_CPU("CPU", "cores"),
    DISK("disk", "disks"),
    GPU("GPUs", "GPUs"),
    STAGE("shared stage", "places"),
    MEMORY("memory", ""),
    INJECTOR("injector", "");

    private final String word;
    private final String servers;

    Kind(String word, String servers) {
      this.word = word;
      this.servers = servers;
    }

    /** What its servers are called. */
    String servers() {
      return servers;
    }

    /** {@code image workers}, {@code GPUs}. */
    String title(String name) {
      return switch (this) {
        case POOL, QUEUE -> name.isEmpty() ? word : name + " " + word;
        case HOST_CPU, DISK, MEMORY -> name.isEmpty() ? word : word + " of " + name;
        case GPU, STAGE, INJECTOR -> word;
      };
    }
  }

  String title() {
    return kind.title(name);
  }

  Points utilisation() {
    return busy.with(servers, (used, all) -> all > 0 ? used / all : 0);
  }

  /** The lengths of several queues together; nothing when there are none. */
  static Points total(List<Points> queues) {
    return queues.isEmpty() ? Points.NONE : Points.sum(queues);
  }
}
