#!/usr/bin/env bash
# Makes grafana-schema.json beside it: the TypeScript types of Grafana's own package as JSON Schema.
# @grafana/schema is under the Apache License 2.0. Needs npm and python3; only for a new version of it.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
work="$(mktemp -d)"
cd "$work"
npm install --silent --no-audit --no-fund ts-json-schema-generator@2 @grafana/schema@11.6.0
echo '{"compilerOptions": {"moduleResolution": "bundler", "module": "esnext", "target": "es2020", "skipLibCheck": true}}' > tsconfig.json
raw=node_modules/@grafana/schema/dist/esm/raw
schema() {
  npx ts-json-schema-generator --path "$raw/$2" --type "$3" --tsconfig tsconfig.json --no-type-check -o "$1.json"
}
schema dashboard dashboard/x/dashboard_types.gen.d.ts Dashboard
schema timeseries composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen.d.ts Options
schema timeseries-field composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen.d.ts FieldConfig
schema stat composable/stat/panelcfg/x/StatPanelCfg_types.gen.d.ts Options
schema heatmap composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen.d.ts Options
schema state-timeline composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen.d.ts Options
python3 - "$here/grafana-schema.json" <<'PYTHON'
import json, sys

def bare(node):
    """Without the descriptions, which are most of it."""
    if isinstance(node, dict):
        return {k: bare(v) for k, v in node.items() if k != "description" or isinstance(v, dict)}
    return [bare(n) for n in node] if isinstance(node, list) else node

names = ["dashboard", "timeseries", "timeseries-field", "stat", "heatmap", "state-timeline"]
all = {"$comment": "Made by generate.sh from @grafana/schema 11.6.0, Apache License 2.0."}
all.update({name: bare(json.load(open(name + ".json"))) for name in names})
json.dump(all, open(sys.argv[1], "w"), indent=1, sort_keys=True)
PYTHON
rm -r "$work"
