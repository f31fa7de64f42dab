"""Photos of frames, drawn from their measurements: outlines in millimetres, a camera, materials, light."""
