package io.functionrunner.perf.load.lifecycle;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.prefs.AbstractPreferences;
import java.util.prefs.Preferences;
import java.util.prefs.PreferencesFactory;

/**
 * Gatling asks a public registry for its newest release at start, unless the user's preferences say
 * that it did so lately. With this factory ({@code -Djava.util.prefs.PreferencesFactory}, set by
 * the build) they always do: nothing leaves the machine and nothing is written to it.
 */
public final class InMemoryPreferences implements PreferencesFactory {

  private final Preferences root = new Node(null, "");

  @Override
  public Preferences systemRoot() {
    return root;
  }

  @Override
  public Preferences userRoot() {
    return root;
  }

  private static final class Node extends AbstractPreferences {

    private final Map<String, String> values = new ConcurrentHashMap<>();

    Node(AbstractPreferences parent, String name) {
      super(parent, name);
      values.put("lastCheckTimestamp", Long.toString(System.currentTimeMillis()));
      values.put("lastCheckSuccess", "false");
    }

    @Override
    protected void putSpi(String key, String value) {
      values.put(key, value);
    }

    @Override
    protected String getSpi(String key) {
      return values.get(key);
    }

    @Override
    protected void removeSpi(String key) {
      values.remove(key);
    }

    @Override
    protected void removeNodeSpi() {
      values.clear();
    }

    @Override
    protected String[] keysSpi() {
      return values.keySet().toArray(String[]::new);
    }

    @Override
    protected String[] childrenNamesSpi() {
      return new String[0];
    }

    @Override
    protected AbstractPreferences childSpi(String name) {
      return new Node(this, name);
    }

    @Override
    protected void syncSpi() {
      // nothing behind it
    }

    @Override
    protected void flushSpi() {
      // nothing behind it
    }
  }
}
