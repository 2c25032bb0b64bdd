"""What a page does that follows Plotly's own advice for live data: `Plotly.extendTraces` with every frame that comes.

`PAGE` is a script for a page of our server's own; it gets a room, and its callback when the first frame is drawn.
"""

PAGE = """
const [room, done] = arguments;
const script = document.createElement("script");
script.src = "/_dash-component-suites/plotly/package_data/plotly.min.js";
script.onload = () => {
  document.body.innerHTML = '<div id="graph" style="width: 900px; height: 600px"></div>';
  const socket = new WebSocket(`ws://${location.host}/ws/${room}?batch=points&flow=ack`);
  const acknowledge = (frame) => socket.send(JSON.stringify({ ack: frame.cursor }));
  socket.onmessage = async ({ data }) => {
    const frame = JSON.parse(data);
    if (frame.kind === "snapshot") {
      const [{ columns }] = Object.values(frame.state.points);
      await Plotly.newPlot("graph", [{ x: columns["stage.x"], y: columns.signal, mode: "lines" }]);
      acknowledge(frame);
      done();
    } else if (frame.kind === "events") {
      for (const { event, data: run } of frame.events)
        if (event === "data_points")
          await Plotly.extendTraces("graph", { x: [run.columns["stage.x"]], y: [run.columns.signal] }, [0]);
      acknowledge(frame);
    }
  };
};
document.head.append(script);
"""
